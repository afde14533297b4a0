// A list that moves is asked for again while it is looked at; one that says what it shows is answered when that has changed.
const live = document.querySelector("[data-live]");
if (live) {
  const again = async () => {
    let pause = 1000;
    if (!document.hidden && !live.contains(document.activeElement)) {
      const address = new URL(location.href);
      if (live.dataset.live) address.searchParams.set("seen", live.dataset.live);
      const answer = await fetch(address).catch(() => null);
      const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById(live.id);
      if (fresh) live.replaceChildren(...fresh.childNodes);
      if (fresh && !("live" in fresh.dataset)) return;
      if (fresh?.dataset.live) {
        live.dataset.live = fresh.dataset.live;
        pause = 50;
      }
    }
    setTimeout(again, pause);
  };
  setTimeout(again, live.dataset.live ? 0 : 1000);
}
