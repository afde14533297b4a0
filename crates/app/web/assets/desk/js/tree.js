// The tree: a category is dragged before, behind or into another; the buttons do the same without a mouse.
const tree = document.querySelector("[data-tree]");
if (tree) {
  let dragged = null;
  const zone = (node, event) => {
    const { top, height } = node.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    return part < 0.3 ? "before" : part > 0.7 ? "after" : "into";
  };
  const clear = () => tree.querySelectorAll("[data-over]").forEach((node) => delete node.dataset.over);
  tree.querySelectorAll(".node").forEach((node) => (node.draggable = true));
  tree.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".node");
    event.dataTransfer.effectAllowed = "move";
  });
  tree.addEventListener("dragover", (event) => {
    const node = event.target.closest(".node");
    if (!dragged || !node || node === dragged) return;
    event.preventDefault();
    clear();
    node.dataset.over = zone(node, event);
  });
  tree.addEventListener("dragend", clear);
  tree.addEventListener("drop", (event) => {
    const node = event.target.closest(".node");
    if (!dragged || !node || node === dragged) return;
    event.preventDefault();
    const form = dragged.querySelector("form.steps");
    const to = document.createElement("input");
    Object.assign(to, { type: "hidden", name: "to", value: `${zone(node, event)}:${node.dataset.id}` });
    form.append(to);
    form.submit();
  });
  // Who moves with the keyboard goes on from where the category stands now.
  tree.addEventListener("submit", (event) => sessionStorage.setItem("tree-step", event.submitter?.value ?? ""));
  const moved = new URLSearchParams(location.search).has("moved") && document.getElementById(location.hash.slice(1));
  if (moved) {
    const step = [...moved.querySelectorAll(".steps button:enabled")].find((one) => one.value === sessionStorage.getItem("tree-step"));
    (step ?? moved.querySelector(".name")).focus();
  }
}
