// The fitment table answers while one types.
const field = document.querySelector("[data-fitment]");
if (field) {
  const section = field.closest("section");
  const count = section.querySelector("[data-fitment-count]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const makes = [...section.querySelectorAll(".fitment-make")].map((box) => ({
    box,
    open: box.open,
    lines: [...box.querySelectorAll("tbody tr")].map((line) => ({
      line,
      text: plain(`${box.querySelector("summary").textContent} ${line.textContent}`),
    })),
  }));
  // A list that was cut short is searched by the shop itself.
  const whole = !section.querySelector("a[href*='fit=*']");
  if (whole) {
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const { box, open, lines } of makes) {
        let seen = 0;
        for (const { line, text } of lines) {
          line.hidden = !words.every((word) => text.includes(word));
          if (!line.hidden) seen += 1;
        }
        box.hidden = seen === 0;
        box.open = words.length ? seen > 0 : open;
        found += seen;
      }
      count.textContent = `${found} ${count.dataset.fitmentCount}`;
    });
    field.form.addEventListener("submit", (event) => event.preventDefault());
  }
}
