// Keeps the book for readers without a network.
//
// `tools/extensions/offline.py` writes before this which files make up this version of the
// book, each with the hash of its content. A file is kept under both, and a worker answers
// with files of its own version only. So a new version gathers beside the old one, and
// takes over when it is whole and no page of the old one is left: they never mix.

const { version, files } = self.book;
const root = self.registration.scope;
const KEPT = `book ${root}`; // several books may share a server
const LOST = "404.html";
const AT_ONCE = 4; // requests: a reader may be loading something, too
const visitedOnly = new URL(self.location).searchParams.has("visited"); // saves data
let isHandedOver = false; // to the next version

// A page asks the next worker to take over, and is loaded again as soon as it has; not
// before, or it might be asked for from a worker that is just being stopped.
const HAND_OVER = `<!DOCTYPE html><title>…</title><script>
  const { serviceWorker } = navigator;
  const again = () => location.reload();
  serviceWorker.oncontrollerchange = again;
  serviceWorker
    .getRegistration()
    .then(({ waiting }) => waiting.postMessage("take over"))
    .catch(again);
  setTimeout(again, 5000);
</script>`;

const keyOf = (path) => `${root}${path}?${files[path]}`;

/** The file that an address leads to, if it is one of this version. */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  if (!(origin + pathname).startsWith(root)) return undefined;
  const path = decodeURI((origin + pathname).slice(root.length));
  const named = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return [named, `${named}.html`].find((one) => Object.hasOwn(files, one));
}

/** Keeps an answer of the server, if it is the file of this version. */
async function keep(cache, path, response) {
  const body = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hash.startsWith(files[path])) {
    throw new Error(`Expected ${path} of version ${version}. Received: ${hash}`);
  }
  const type = response.headers.get("Content-Type") ?? "";
  await cache.put(
    keyOf(path),
    new Response(body, { headers: { "Content-Type": type } }),
  );
}

/** Keeps those files that are not there yet. */
async function gather(paths) {
  const cache = await caches.open(KEPT);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const missing = paths.filter((path) => !there.has(keyOf(path))).values();
  const one = async () => {
    for (const path of missing) {
      const how = { cache: "no-cache", priority: "low" };
      await keep(cache, path, await fetch(root + path, how));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Forgets what no version needs any more. */
async function forget() {
  if (self.registration.installing) return; // it does so when it is whole
  const cache = await caches.open(KEPT);
  const needed = new Set(Object.keys(files).map(keyOf));
  const kept = await cache.keys();
  await Promise.all(
    kept.filter(({ url }) => !needed.has(url)).map((key) => cache.delete(key)),
  );
}

async function kept(path) {
  const cache = await caches.open(KEPT);
  return cache.match(keyOf(path));
}

/** Whether a page is opened, no other one is, and a newer version waits to show it. */
async function mayHandOver({ mode }) {
  if (mode !== "navigate" || isHandedOver || !self.registration.waiting) return false;
  return (await self.clients.matchAll({ type: "window" })).length < 2;
}

async function answer(event, path) {
  const { request } = event;
  if (await mayHandOver(request)) {
    isHandedOver = true;
    return new Response(HAND_OVER, { headers: { "Content-Type": "text/html" } });
  }
  const found = path && !visitedOnly ? await kept(path) : undefined;
  if (found) return found;
  try {
    const response = await fetch(request);
    if (path && visitedOnly) event.waitUntil(keepVisited(path, response.clone()));
    return response;
  } catch (error) {
    const instead = (path && (await kept(path))) ?? (await kept(LOST));
    if (request.mode !== "navigate" && !path) throw error;
    return instead ?? Response.error();
  }
}

async function keepVisited(path, response) {
  try {
    await keep(await caches.open(KEPT), path, response);
  } catch {
    // The server has another version: its worker will keep this.
  }
}

self.addEventListener("install", (event) => {
  if (!visitedOnly) event.waitUntil(gather(Object.keys(files)));
});

self.addEventListener("activate", (event) => event.waitUntil(forget()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const path = pathOf(url);
  if (method === "GET" && (path || mode === "navigate")) {
    event.respondWith(answer(event, path));
  }
});

// A page tells its version and what it has loaded; the first one came before the worker.
self.addEventListener("message", (event) => {
  const { data } = event;
  if (data === "take over") self.skipWaiting();
  if (data.version !== version) return;
  const seen = data.seen.map(pathOf).filter(Boolean);
  const kept = visitedOnly ? gather(seen).catch(() => {}) : Promise.resolve();
  event.waitUntil(Promise.all([kept, self.clients.claim()]));
});
