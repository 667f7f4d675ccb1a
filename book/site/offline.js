// Lets a worker keep the book for reading without a network (`worker.js`).
//
// It begins when the page has loaded and asked for nothing for a while. Where a reader
// wants to save data, it keeps only what was visited.

{
  const bookVersion = ""; // written by `tools/extensions/offline.py`
  const QUIET = 2000; // ms without a request

  const { serviceWorker, connection } = navigator;
  const root = new URL(document.documentElement.dataset.content_root, location.href);

  const untilQuiet = () =>
    new Promise((resolve) => {
      const whenIdle = window.requestIdleCallback ?? setTimeout; // Safari has none
      const ready = () => whenIdle(resolve);
      let timer = setTimeout(ready, QUIET);
      new PerformanceObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(ready, QUIET);
      }).observe({ type: "resource" });
    });

  const start = async () => {
    await untilQuiet();
    const how = connection?.saveData ? "?visited" : "";
    await serviceWorker.register(new URL(`worker.js${how}`, root), { scope: root });
    const { active } = await serviceWorker.ready;
    const seen = performance.getEntriesByType("resource").map(({ name }) => name);
    active.postMessage({ version: bookVersion, seen: [location.href, ...seen] });
  };

  if (serviceWorker && location.protocol !== "file:") {
    addEventListener("load", () => start().catch(() => {})); // then without a worker
  }
}
