// Live search: suggestions while one types, as a combobox (WAI-ARIA APG 1.2).
const form = document.querySelector("form[data-suggest]");
if (form) {
  const input = form.querySelector("input");
  const locale = document.documentElement.lang;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = "q-list";
  list.className = "find-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": "q-list", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  const pages = { product: "p", "part-number": "p", category: "c", brand: "b", vehicle: "v" };
  const icons = { product: "grid", "part-number": "tag", category: "grid", brand: "tag", vehicle: "car" };
  const sprite = document.querySelector("use")?.getAttribute("href").split("#")[0];
  let chosen = -1;
  let request;
  let timer;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sprite}#${name}`);
    svg.append(use);
    return svg;
  };
  const label = (item) => {
    const text = document.createElement("bdi");
    const part = (from, to) => item.label.slice(from, to);
    let at = 0;
    for (const [start, end] of item.highlights ?? []) {
      const mark = document.createElement("mark");
      mark.textContent = part(start, end);
      text.append(part(at, start), mark);
      at = end;
    }
    text.append(part(at));
    if (item.kind === "part-number") {
      text.className = "number";
      text.dir = "ltr";
    }
    if (!item.detail) return [text];
    const detail = document.createElement("small");
    const name = document.createElement("bdi");
    name.textContent = item.detail;
    detail.append(name);
    return [text, detail];
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `q-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = `/${locale}/${pages[item.kind]}/${encodeURIComponent(item.slug)}`;
      const words = document.createElement("span");
      words.append(...label(item));
      option.append(icon(icons[item.kind]), words);
      return option;
    }));
    chosen = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = items.length ? `${items.length} ${form.dataset.suggest}` : "";
  };
  const choose = (index) => {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (index + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const ask = async () => {
    const text = input.value.trim();
    request?.abort();
    if (text.length < 2) return close();
    request = new AbortController();
    try {
      const query = new URLSearchParams({ q: text, locale });
      const answer = await fetch(`/api/search/suggest?${query}`, { signal: request.signal });
      if (!answer.ok) return close();
      const { items } = await answer.json();
      if (document.activeElement === input) show(items.filter((item) => pages[item.kind]));
    } catch {
      // Offline, or typed on: the form itself still searches.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  input.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
}
