// Colours code that a reader comes near: `data-runs` says how long its words are, and of
// which kind. Where a browser has no CSS Custom Highlights, code is plain.

const RUN = /([a-z])(\d+)/g;
const PLAIN = "a"; // the kind of most words
const NEAR = "100% 0px"; // of the window, above and below

/** The ranges of a `pre`, each with its kind; none if something came between its words. */
function rangesOf(pre) {
  const text = pre.firstChild;
  if (pre.childNodes.length !== 1 || text.nodeType !== Node.TEXT_NODE) return [];
  let end = 0;
  const ranges = [];
  for (const [, kind, length] of pre.dataset.runs.matchAll(RUN)) {
    const place = { startContainer: text, startOffset: end, endContainer: text };
    end += Number(length);
    if (kind !== PLAIN)
      ranges.push([kind, new StaticRange({ ...place, endOffset: end })]);
  }
  return ranges;
}

/** Has the code of a page coloured where a reader is. */
function colourCode() {
  const coloured = new Map(); // a `pre` -> its ranges
  // Where a reader's own colours rule, a browser would draw words as if selected.
  const forced = matchMedia("(forced-colors: active)");

  function colour(pre) {
    if (forced.matches || coloured.has(pre)) return;
    coloured.set(pre, rangesOf(pre));
    for (const [kind, range] of coloured.get(pre)) {
      const name = `code-${kind}`;
      if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
      CSS.highlights.get(name).add(range);
    }
  }

  function uncolour(pre) {
    for (const [kind, range] of coloured.get(pre) ?? [])
      CSS.highlights.get(`code-${kind}`).delete(range);
    coloured.delete(pre);
  }

  const all = document.querySelectorAll("pre[data-runs]");
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        (isIntersecting ? colour : uncolour)(target);
    },
    { rootMargin: NEAR },
  );
  function begin() {
    observer.disconnect();
    for (const pre of all) {
      uncolour(pre);
      observer.observe(pre); // which tells at once whether it is near
    }
  }
  begin();
  forced.addEventListener("change", begin);
  addEventListener("beforeprint", () => {
    for (const pre of all) colour(pre);
  });
}

if (globalThis.CSS?.highlights) colourCode();
