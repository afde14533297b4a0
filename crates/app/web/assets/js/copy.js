// A tap on a part number copies it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const number = button.querySelector("bdi").textContent;
  try {
    await navigator.clipboard.writeText(number);
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
  toast.textContent = `${document.body.dataset.copied}: ${number}`;
  setTimeout(() => {
    toast.remove();
    button.classList.remove("copied");
  }, 2000);
});
