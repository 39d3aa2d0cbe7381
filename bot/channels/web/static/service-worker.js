/**
 * Keeps the host page, the support page and the widget for when nothing can be reached. What is on the network always
 * comes first, so a new release shows at once. Nothing of a conversation is ever kept: the chat API is not on the list.
 */
const STORE = "waymark";
const KEPT = ["./", "support", "widget.js", "static/page.css", "static/page.js", "static/mark.svg",
  "static/manifest.json", "static/icon-192.png", "static/strings/en.json"]
  .map((path) => new URL(path, self.registration.scope).href);
const PATIENCE_MS = 5_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEPT.map((url) => new Request(url, { cache: "reload" })))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.split("#")[0];
  if (request.method === "GET" && KEPT.includes(url)) event.respondWith(fetchOrKept(event, url));
});

/** A server that is starting, or a proxy that says so, is as good as no network here. */
async function fetchOrKept(event, url) {
  const store = await caches.open(STORE);
  const kept = await store.match(url);
  const fresh = fetch(event.request).then((response) => {
    if (response.ok) event.waitUntil(store.put(url, response.clone()));
    return response;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const response = await Promise.race([fresh.catch(() => null), late]);
  return response?.ok ? response : kept;
}
