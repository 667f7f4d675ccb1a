// What a browser keeps for a page, while tests run.

/** A storage with nothing in it, as `globalThis.localStorage`. */
export function emptyStorage() {
  const kept = {};
  globalThis.localStorage = {
    getItem: (name) => kept[name] ?? null,
    setItem(name, text) {
      kept[name] = text;
    },
    removeItem(name) {
      delete kept[name];
    },
  };
}
