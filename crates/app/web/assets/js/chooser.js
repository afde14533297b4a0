// Make, model and version in one place; without this script the same form leads from page to page.
for (const form of document.querySelectorAll("[data-chooser]")) {
  const make = form.elements.make;
  const select = (label) => {
    const field = document.createElement("select");
    field.setAttribute("aria-label", label);
    field.hidden = true;
    field.append(new Option(label, ""));
    return field;
  };
  const model = select(form.dataset.model);
  const engine = select(form.dataset.engine);
  const box = document.createElement("div");
  box.className = "chooser-selects";
  make.before(box);
  box.append(make, model, engine);
  const fill = async (field, path) => {
    while (field.options.length > 1) field.remove(1);
    field.hidden = true;
    if (!path) return;
    try {
      const answer = await fetch(`/api/vehicles/makes/${path}?locale=${document.documentElement.lang}`);
      if (!answer.ok) return;
      const { items } = await answer.json();
      for (const item of items) field.append(new Option(item.label, item.slug));
      field.hidden = items.length === 0;
    } catch {
      // Offline: the form still leads to the page of the make.
    }
  };
  make.addEventListener("change", () => {
    fill(engine, "");
    fill(model, make.value && `${encodeURIComponent(make.value)}/models`);
  });
  model.addEventListener("change", () => {
    fill(engine, model.value && `${encodeURIComponent(make.value)}/models/${encodeURIComponent(model.value)}/engines`);
  });
  form.addEventListener("submit", (event) => {
    const chosen = engine.value || model.value;
    if (!chosen) return;
    event.preventDefault();
    const post = document.createElement("form");
    post.method = "post";
    post.action = form.getAttribute("action");
    for (const [name, value] of [["choose", chosen], ["back", form.elements.back.value]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      post.append(field);
    }
    document.body.append(post);
    post.submit();
  });
}
