// "/" goes to the search box. Silent while a Chinese word is being composed, inside any box, and for
// those who switched the keys off (data-keys on <html>).
const BOXES = "input, textarea, select, [contenteditable]";

export function listenForKeys() {
  if (document.documentElement.dataset.keys === "off") return;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(BOXES)) return;
    const search = event.key === "/" && document.querySelector("[role=search] input:not([type=hidden]), input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
