// Filters without reload: the same page is fetched and its results put in place.
document.documentElement.classList.add("has-script");
const wide = matchMedia("(min-width: 920px)");
const unfold = () => document.querySelectorAll("[data-wide-open]").forEach((box) => { if (wide.matches) box.open = true; });
unfold();
wide.addEventListener("change", unfold);

const parts = ["[data-results]", "[data-announce]"];
const load = async (address, form) => {
  const results = document.querySelector("[data-results]");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !parts.every((part) => page.querySelector(part))) throw new Error("another page");
    for (const part of parts) document.querySelector(part).replaceWith(page.querySelector(part));
    const focused = document.activeElement;
    const [name, value] = [focused?.name, focused?.value];
    const opened = [...form.querySelectorAll("details")].map((box) => box.open);
    form.querySelector(".filter-groups").replaceWith(page.querySelector(".filter-groups"));
    form.querySelectorAll("details").forEach((box, index) => { box.open = opened[index] ?? box.open; });
    if (name) [...form.elements].find((field) => field.name === name && field.value === value)?.focus();
    document.querySelector("[data-announce]").setAttribute("role", "status");
  } catch {
    location.assign(address);
  }
};
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-filters]");
  if (!form) return;
  const pairs = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.getAttribute("action")}?${pairs}`;
  history.replaceState(null, "", address);
  load(address, form);
});
