// Keeps the steps on this phone, and nothing else; registered only when somebody presses the button.
"use strict";
const STEPS = "/od" + self.location.search;
const STORE = "steps";
const SLOW = 4000; // one bar of signal can hang for a minute; the kept steps are better than a white page

self.addEventListener("install", (event) => {
  const files = [STEPS, "/static/phone.css", "/static/phone.js", "/static/icon.svg"];
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "GET" && url.origin === self.location.origin && url.pathname !== "/exit") {
    event.respondWith(fromNetwork(request, url).catch(() => kept(request)));
  }
});

async function fromNetwork(request, url) {
  const late = new Promise((_, fail) => setTimeout(fail, SLOW));
  const response = await Promise.race([fetch(request), late]);
  const files = ["/static/phone.css", "/static/phone.js", "/static/icon.svg"];
  if (response.ok && (url.pathname + url.search === STEPS || files.includes(url.pathname))) {
    const store = await caches.open(STORE);
    await store.put(url.pathname + url.search, response.clone());
  }
  return response;
}

async function kept(request) {
  const found = await caches.match(request, { ignoreSearch: true });
  return found || (request.mode === "navigate" && (await caches.match(STEPS))) || Response.error();
}
