// The model of a widget in a page without a kernel: what anywidget asks of one.
//
//   const model = new Model(name, state);
//   model.get("dx")    model.set("dx", 3)    model.on("change:dx", (model, value) => ...)
//   link(one, "value", other, "dx");         both hold the same value from now on

export class Model {
  #listeners = new Map();

  constructor(name, state) {
    this.name = name;
    this.state = state;
  }

  get(trait) {
    return this.state[trait];
  }

  /** Sets a trait; who listens hears of it at once, if the value is another. */
  set(trait, value) {
    if (isSame(this.state[trait], value)) return;
    this.state[trait] = value;
    this.#tell(`change:${trait}`, this, value);
    this.#tell("change", this);
  }

  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
  }

  /** Forgets a listener; without one all of an event, and without an event all. */
  off(event, listener) {
    if (!event) this.#listeners.clear();
    else if (!listener) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(listener);
  }

  save_changes() {} // there is no kernel that would hear of them

  send() {}

  #tell(event, ...about) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...about);
  }
}

/** Whether two values are the same, lists and dictionaries by what they hold. */
function isSame(one, other) {
  if (Object.is(one, other)) return true;
  return (
    isPlain(one) && isPlain(other) && JSON.stringify(one) === JSON.stringify(other)
  );
}

function isPlain(value) {
  if (value === null || typeof value !== "object") return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** From now on the target holds what the source holds. */
export function follow(source, trait, target, other) {
  const take = () => target.set(other, source.get(trait));
  source.on(`change:${trait}`, take);
  take();
}

/** As `follow`, and the source what the target will hold. */
export function link(source, trait, target, other) {
  follow(source, trait, target, other);
  target.on(`change:${other}`, () => source.set(trait, target.get(other)));
}
