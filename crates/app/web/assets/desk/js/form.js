// Forms: nothing typed is lost by leaving, the first wrong field is where one continues.
const guarded = document.querySelector("form[data-guard]");
if (guarded) {
  const before = new URLSearchParams(new FormData(guarded)).toString();
  let sending = false;
  guarded.addEventListener("submit", () => (sending = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && new URLSearchParams(new FormData(guarded)).toString() !== before) event.preventDefault();
  });
}
document.querySelector("[aria-invalid=true]")?.focus();
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && guarded) {
    event.preventDefault();
    guarded.requestSubmit();
  }
});
