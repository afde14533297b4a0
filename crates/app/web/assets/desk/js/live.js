// A list that moves is asked for again while it is looked at.
const live = document.querySelector("[data-live]");
if (live) {
  const again = async () => {
    if (!document.hidden && !live.contains(document.activeElement)) {
      const answer = await fetch(location.href).catch(() => null);
      const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById(live.id);
      if (fresh) live.replaceChildren(...fresh.childNodes);
      if (fresh && !fresh.dataset.live) return;
    }
    setTimeout(again, 1000);
  };
  setTimeout(again, 1000);
}
