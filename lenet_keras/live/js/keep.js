// What a reader keeps of a figure: a link to its state, a picture, the whole screen.
//
//   const keep = createKeep(view, "shift-explorer", true);
//   keep.about(["digit", "dx"])      the traits that a link holds, with their start
//   keep.join()                      puts the buttons under the figure, one tab stop
//
// Only in the pages of the book: a notebook has no address of its own. There the page
// offers, as `livePage.picture`, what makes a picture of a part of it.

import { createToolbar } from "./choices.js";
import { button, element } from "./element.js";

const FIGURE_KEY = "figure";
const REST = 400; // milliseconds of rest before the address says what was changed
const TOLD = 3000; // milliseconds for which a button says what it did

/** A short name for a figure that is the same in every visit: its kind, then its start. */
export function nameOf(kind, start) {
  let sum = 2166136261; // FNV-1a
  for (const character of JSON.stringify(start)) {
    sum = Math.imul(sum ^ character.codePointAt(0), 16777619);
  }
  return `${kind}.${(sum >>> 0).toString(36)}`;
}

/** The hash that brings settings back; empty if all are as they started. */
export function hashOf(name, start, settings) {
  const changed = Object.entries(settings).filter(
    ([trait, value]) => JSON.stringify(value) !== JSON.stringify(start[trait]),
  );
  if (changed.length === 0) return "";
  const words = new URLSearchParams({ [FIGURE_KEY]: name });
  for (const [trait, value] of changed) words.set(trait, JSON.stringify(value));
  return `#${words}`;
}

/** The settings that a hash holds for a figure, those of another kind left out. */
export function settingsIn(hash, name, start) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  if (words.get(FIGURE_KEY) !== name) return null;
  const found = { ...start };
  for (const [trait, value] of Object.entries(start)) {
    try {
      const said = JSON.parse(words.get(trait));
      if (sort(said) === sort(value)) found[trait] = said;
    } catch {
      // No setting of ours: the one of the start stays.
    }
  }
  return found;
}

/** What sort of thing a value is; numbers that are none are another. */
function sort(value) {
  if (Array.isArray(value)) return `array of ${value.every(Number.isFinite)}`;
  return typeof value === "number" ? Number.isFinite(value) : typeof value;
}

/** The buttons of a figure, and its part of the page's address. */
export function createKeep(view, kind, links) {
  const page = globalThis.livePage;
  if (!page) return { about() {}, join() {} };
  const whole = () => view.el.closest(".ll-column") ?? view.el;
  const address = createAddress(view, kind, whole);
  const link = button("Copy link", async () => {
    const words = (await address.copy()) ? "Link copied" : "It is in the address bar";
    link.textContent = words;
    setTimeout(() => {
      link.textContent = "Copy link";
    }, TOLD);
  });
  const picture = button("Save picture", async () => {
    const saved = element("a", { download: `${kind}.png` });
    saved.href = await page.picture(view.el);
    saved.click();
  });
  const screen = button("Full screen", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else whole().requestFullscreen();
  });
  const tools = [picture];
  if (links) tools.unshift(link);
  if (document.fullscreenEnabled) tools.push(screen);
  return {
    /** Takes the buttons into the figure, beside the one for more settings. */
    join() {
      const more = view.el.querySelector(".ll-opens-more");
      const all = more ? [more, ...tools] : tools;
      view.el.append(createToolbar("Settings and what to keep", "ll-keep", all));
    },
    about(traits) {
      if (links) address.about(traits);
    },
  };
}

/** The part of the page's address that brings back a figure. */
function createAddress({ values, set, on, signal }, kind, whole) {
  let start;
  let name;
  const hash = () => hashOf(name, start, values(Object.keys(start)));
  const write = () => {
    const mine = hash();
    if (mine || location.hash.startsWith(`#${FIGURE_KEY}=`)) {
      history.replaceState(null, "", mine || location.pathname);
    }
  };
  const restore = () => {
    const settings = settingsIn(location.hash, name, start);
    if (!settings) return;
    set(settings);
    whole().scrollIntoView({ block: "nearest" });
  };
  return {
    /** Keeps some traits in the address once the reader has touched the figure. */
    about(traits) {
      if (start) return; // the first that is said counts
      start = values(traits);
      name = nameOf(kind, start);
      let waiting;
      let touched = false; // what plays by itself does not change the address
      on(traits, () => {
        clearTimeout(waiting);
        if (touched) waiting = setTimeout(write, REST);
      });
      for (const deed of ["pointerdown", "keydown"]) {
        const touch = ({ target }) => {
          touched ||= whole().contains(target);
        };
        document.addEventListener(deed, touch, { capture: true, signal });
      }
      window.addEventListener("hashchange", restore, { signal });
      restore();
    },
    /** Whether the link is on the clipboard; if not, it is in the address bar. */
    async copy() {
      write();
      try {
        const [page] = location.href.split("#");
        await navigator.clipboard.writeText(page + hash());
        return true;
      } catch {
        return false;
      }
    },
  };
}
