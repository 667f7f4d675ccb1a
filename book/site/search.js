// The search comes when a reader goes to a search field: what ranks and shows, and the
// texts of the book. Both are plain scripts, which load from `file:` addresses, too.

{
  const FIELD = "form.bd-search input[name=q]";
  const SCRIPTS = ["search_texts.js", "vendor/search.js"];

  const load = (name) =>
    new Promise((resolve, reject) => {
      const src = `${document.documentElement.dataset.content_root}_static/${name}`;
      const script = document.createElement("script");
      Object.assign(script, { src, async: false }); // one after the other
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  let loading;
  const open = async (field) => {
    loading ??= Promise.all(SCRIPTS.map(load));
    try {
      await loading;
    } catch {
      loading = undefined; // the network may be back when the reader is
      return;
    }
    window.openSearch(field);
  };

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(FIELD)) open(target);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector(`:not(dialog) > ${FIELD}`);
    const asked = new URLSearchParams(location.search).get("q");
    if (!field) return;
    if (asked) field.value = asked;
    open(field);
  });
}
