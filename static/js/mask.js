// Alt+H covers every name on the screen when a stranger comes near; the tab remembers it from page to page.
const KEPT = "masked";

function show(masked, spoken) {
  document.body.classList.toggle("masked", masked);
  document.querySelector("[data-mask]")?.setAttribute("aria-pressed", String(masked));
  const said = document.getElementById("said");
  if (!spoken || !said) return;
  said.querySelector(".mask-said")?.remove();
  const line = document.createElement("p");
  line.className = "mask-said hint m-0";
  line.textContent = masked ? said.dataset.masked : said.dataset.unmasked;
  said.append(line);
}

function toggle() {
  const masked = !document.body.classList.contains("masked");
  sessionStorage.setItem(KEPT, masked ? "yes" : "");
  show(masked, true);
}

export function maskNames() {
  const button = document.querySelector("[data-mask]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", toggle);
  }
  show(sessionStorage.getItem(KEPT) === "yes", false);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.isComposing || event.code !== "KeyH") return;
    event.preventDefault();
    toggle();
  });
}
