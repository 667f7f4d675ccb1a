// Shows what the search finds, below the field that a reader types in.

import { makeSearch } from "./search_engine.js";
import { excerpt } from "./search_words.js";
import "./search.css";

const SHOWN = 20;
const root = document.documentElement.dataset.content_root;
const searching = makeSearch(window.bookTexts);
window.bookSearch = searching; // for who wants to measure it
const opened = new WeakSet();

// The style beside this script.
const { href } = new URL("search.css", document.currentScript.src);
document.head.append(
  Object.assign(document.createElement("link"), { rel: "stylesheet", href }),
);

function element(name, text = "", className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

/** A section as a link: its title, its page, and the part that answers. */
function linkTo({ href, title, page, about, text, words }) {
  const link = Object.assign(element("a", "", "search-hit"), { href: root + href });
  link.append(element("strong", title));
  if (title !== page) link.append(element("span", page, "search-page"));
  const part = element("p");
  for (const [piece, isFound] of excerpt(text || about, new Set(words))) {
    part.append(isFound ? element("mark", piece) : piece, " ");
  }
  link.append(part);
  const item = element("li");
  item.append(link);
  return item;
}

function statusFor(question, found) {
  if (!question) return "";
  if (found === 0) return `Nothing fits “${question}”.`;
  const best = found > SHOWN ? `The best ${SHOWN} of ` : "";
  return `${best}${found} section${found === 1 ? "" : "s"}`;
}

/** The arrow keys lead from the field through the links and back. */
function moveByKeys(place, field) {
  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [field, ...place.querySelectorAll(".search-hit")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Makes a field of the theme show what it finds while a reader types. */
window.openSearch = async (field) => {
  if (opened.has(field)) return;
  opened.add(field);
  const form = field.closest("form");
  const place = form.closest("dialog") ?? form.parentElement;
  const status = element("p", "", "search-status");
  status.role = "status";
  const list = element("ol", "", "search-hits");
  const results = element("div", "", "search-results");
  results.append(status, list);
  form.after(results);
  moveByKeys(place, field);
  const find = await searching;
  const show = () => {
    const question = field.value.trim();
    const found = question ? find(question) : [];
    status.textContent = statusFor(question, found.length);
    list.replaceChildren(...found.slice(0, SHOWN).map(linkTo));
  };
  field.addEventListener("input", show);
  show();
};
