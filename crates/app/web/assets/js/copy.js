// A tap on a part number copies it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // No clipboard (an old browser, plain HTTP): select it, so that it can be copied by hand.
    getSelection().selectAllChildren(button.querySelector("bdi"));
    return;
  }
  button.classList.add("copied");
  document.querySelector(".toast")?.remove();
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  document.body.append(toast);
  toast.textContent = `${document.body.dataset.copied}: ${button.dataset.copy}`;
  setTimeout(() => {
    toast.remove();
    button.classList.remove("copied");
  }, 2000);
});
