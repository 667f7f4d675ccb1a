// Runs after RequireJS and before the widget manager, on pages with widgets.
(() => {
  // 1. The widget manager takes its fonts from beside itself.
  const here = new URL(".", document.currentScript.src).href;
  window.__jupyter_widgets_assets_path__ = `${here}vendor/html-manager/`;

  // 2. A widget package that the manager does not bring is looked up here only.
  window.requirejs.config({ baseUrl: `${here}vendor/` });

  // 3. ipywidgets typesets labels through MathJax 2's Hub; the pages have MathJax 3.
  document.addEventListener("DOMContentLoaded", () => {
    const { MathJax } = window;
    if (!MathJax) return; // a page without formulas
    const typeset = (element) =>
      MathJax.startup.promise.then(() => MathJax.typesetPromise([element]));
    MathJax.Hub = { Queue: ([, , element]) => typeset(element) };
  });

  // 4. A slider's handle is what a screen reader meets: the slider's label names it.
  let count = 0;
  const nameHandles = () => {
    const unnamed = ".noUi-handle:not([aria-labelledby])";
    for (const handle of document.querySelectorAll(unnamed)) {
      const label = handle.closest(".jupyter-widgets")?.querySelector(".widget-label");
      if (!label?.textContent) continue;
      label.id ||= `widget-label-${count++}`;
      handle.setAttribute("aria-labelledby", label.id);
    }
  };
  new MutationObserver(nameHandles).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });
})();
