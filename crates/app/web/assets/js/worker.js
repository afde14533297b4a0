// The service worker: files by their hash from the cache, pages from the network, else as they were seen.
const FILES = `files-${SHELL.version}`;
const PAGES = "pages";
const MOST = 80;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await files.addAll([...SHELL.files, ...SHELL.offline]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

const keep = async (request, answer) => {
  const pages = await caches.open(PAGES);
  await pages.delete(request, { ignoreVary: true });
  await pages.put(request, answer);
  const known = await pages.keys();
  for (const old of known.slice(0, Math.max(0, known.length - MOST))) await pages.delete(old, { ignoreVary: true });
};

const page = async (event) => {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic" && !answer.redirected) event.waitUntil(keep(request, answer.clone()));
    return answer;
  } catch (failure) {
    const pages = await caches.open(PAGES);
    const known = await pages.match(request, { ignoreVary: true });
    if (known) return known;
    const locale = new URL(request.url).pathname.slice(1, 3);
    const offline = SHELL.offline.find((path) => path.startsWith(`/${locale}/`)) ?? SHELL.offline[0];
    const answer = await caches.match(offline, { ignoreVary: true });
    if (answer) return answer;
    throw failure;
  }
};

const file = async (request) => {
  const known = await caches.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    const files = await caches.open(FILES);
    await files.put(request, answer.clone());
  }
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith("/assets/") || address.pathname.startsWith("/icons/")) event.respondWith(file(request));
});
