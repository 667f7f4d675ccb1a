// What a page is made of: elements, SVG, and the few shapes that all figures repeat.
//
//   element("canvas", { width: 5, onclick: draw }, ...children)
//   svg("circle", { cx: 1, cy: 2, r: 3 })        the one factory of SVG elements
//   div("ll-columns", ...children)               an element with a class and no more
//   head("input", "32 \u00d7 32", more)           what stands over a picture
//   group("Player", "ll-buttons", ...children)   a role and a name for the ear
//   button("Step", () => step(1))                a button with a text or with children

const TAKES_KEYS = ["button", "input", "select", "summary"];

/** An element with attributes (`on...` are listeners) and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  // JupyterLab reads keys before the page does; here it leaves them alone.
  if (TAKES_KEYS.includes(tag) || "tabindex" in attributes) {
    made.dataset.lmSuppressShortcuts = "true";
  }
  return furnish(made, attributes, children);
}

/** An SVG element with attributes and children. */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return furnish(made, attributes, children);
}

function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
}

/** Puts a text where another one may stand; only where it is new the page is laid out. */
export function setText(place, text) {
  const now = place.firstChild;
  if (!now) place.textContent = text;
  else if (now.data !== text) now.data = text; // no rule `:has` looks at it again
}

/** A block with a class. */
export function div(className, ...children) {
  return element("div", { class: className || null }, ...children);
}

/** The name of what stands below, in bold, and a few words under it. */
export function head(name, ...words) {
  return div(
    "ll-head",
    element("span", { class: "ll-layer-name" }, name),
    element("span", { class: "ll-caption" }, ...words),
  );
}

/** A block that belongs together, and says so to a screen reader. */
export function group(name, className, ...children) {
  const attributes = { class: className || null, role: "group", "aria-label": name };
  return element("div", attributes, ...children);
}

/** A button; `content` is its text, or what it shows. */
export function button(content, onclick, attributes = {}) {
  const children = Array.isArray(content) ? content : [content];
  return element("button", { type: "button", onclick, ...attributes }, ...children);
}
