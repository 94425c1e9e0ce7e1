// "/" goes to the search box, and where a page has none to the page that does. Silent while a Chinese word is being
// composed, inside any box, and for those who switched the keys off (data-keys on <html>).
const BOXES = "input, textarea, select, [contenteditable]";

export function listenForKeys() {
  if (document.documentElement.dataset.keys === "off") return;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(BOXES)) return;
    const search = event.key === "/" && document.querySelector("[role=search] input:not([type=hidden]), input[type=search]");
    const elsewhere = event.key === "/" && !search && document.querySelector("[data-search]");
    if (!search && !elsewhere) return;
    event.preventDefault();
    if (elsewhere) return elsewhere.click();
    search.focus();
    search.select();
  });
}
