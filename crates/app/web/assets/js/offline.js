// Pages that were seen stay readable; the offline page lists them.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
}
const seen = document.querySelector("[data-seen]");
if (seen && "caches" in window) {
  const locale = document.documentElement.lang;
  const cache = await caches.open("pages");
  const items = [];
  for (const request of (await cache.keys()).reverse()) {
    const address = new URL(request.url);
    if (!address.pathname.startsWith(`/${locale}`) || address.pathname === location.pathname) continue;
    const answer = await cache.match(request, { ignoreVary: true });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = document.createElement("a");
    link.href = address.pathname + address.search;
    link.textContent = page.querySelector("h1")?.textContent.trim() || address.pathname;
    const item = document.createElement("li");
    item.append(link);
    items.push(item);
  }
  seen.querySelector("[data-seen-list]").replaceChildren(...items.slice(0, 40));
  seen.hidden = items.length === 0;
}
