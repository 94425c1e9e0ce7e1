// A copy button beside each field of a card; without this file, or outside a secure page, the text is selected by hand.
const DONE = "已复制";
const AGAIN = 2000; // milliseconds until the button says its own word again

export function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const said = button.firstChild;
    const word = said.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = DONE;
      setTimeout(() => { said.textContent = word; }, AGAIN);
    });
  }
}
