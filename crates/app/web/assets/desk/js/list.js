// Lists: j and k walk the rows, x picks one, Enter opens it; "/" goes to the filter.
const table = document.querySelector("table[data-keys]");
const typing = (target) => target.closest("input, select, textarea, [contenteditable], dialog");
if (table) {
  const rows = [...table.tBodies[0].rows];
  const link = (row) => row.querySelector("a.name, a, button");
  document.addEventListener("keydown", (event) => {
    const picking = event.target.matches?.("input[type=checkbox]");
    if (event.ctrlKey || event.metaKey || event.altKey || (typing(event.target) && !picking)) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === "j" || event.key === "k") {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
      link(next)?.focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && at >= 0) {
      rows[at].querySelector("input[type=checkbox]")?.click();
    } else if (event.key === "/") {
      document.querySelector(".filters input")?.focus();
    } else return;
    event.preventDefault();
  });
}
const picks = document.querySelector("form[data-pick]");
if (picks) {
  const all = picks.querySelector("[data-pick-all]");
  const boxes = [...picks.querySelectorAll("tbody input[type=checkbox]")];
  const bulk = picks.querySelector(".bulk");
  const shown = picks.querySelector("[data-picked]");
  const count = () => {
    const picked = boxes.filter((box) => box.checked).length;
    if (shown) shown.textContent = picked ? String(picked) : "";
    if (all) {
      all.checked = picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
    if (bulk && picked > 0) bulk.open = true;
  };
  all?.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    count();
  });
  boxes.forEach((box) => box.addEventListener("change", count));
}
document.querySelectorAll("form[data-instant] select").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});
