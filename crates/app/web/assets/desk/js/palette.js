// Ctrl K: the search page's results over whatever page is open.
const field = document.querySelector("[data-palette]");
if (field && window.HTMLDialogElement) {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", field.dataset.palette);
  const form = document.createElement("form");
  form.action = "/desk/search";
  const input = document.createElement("input");
  Object.assign(input, { type: "search", name: "q", autocomplete: "off", dir: "auto", placeholder: field.placeholder });
  input.setAttribute("aria-label", field.dataset.palette);
  const found = document.createElement("div");
  found.className = "found";
  form.append(input);
  dialog.append(form, found);
  document.body.append(dialog);

  let asked = 0;
  let waiting;
  const look = async () => {
    const mine = ++asked;
    const answer = await fetch(`/desk/search?q=${encodeURIComponent(input.value)}`).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("found");
    if (fresh && mine === asked) {
      found.replaceChildren(...fresh.childNodes);
      choose(0);
    }
  };
  const links = () => [...found.querySelectorAll("a")];
  const choose = (index) => {
    const all = links();
    if (!all.length) return;
    const at = (index + all.length) % all.length;
    all.forEach((link, place) => (place === at ? link.setAttribute("aria-selected", "true") : link.removeAttribute("aria-selected")));
    all[at].scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    if (dialog.open) return;
    input.value = "";
    dialog.showModal();
    look();
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  input.addEventListener("keydown", (event) => {
    const at = links().findIndex((link) => link.hasAttribute("aria-selected"));
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter" && at >= 0) links()[at].click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
}
