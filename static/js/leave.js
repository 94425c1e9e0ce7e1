// Leave at once: the button, or Shift three times within five seconds. Every page works without this file.
const form = document.getElementById("leave");
const plain = document.getElementById("plain");
const PRESSES = 3;
const WITHIN = 5000;
const QUIET = 30 * 60 * 1000;
const TELL = 5 * 60 * 1000;
// Other windows of hers with these pages; old browsers have no such channel.
const others = form && "BroadcastChannel" in window ? new BroadcastChannel("pages") : null;
let pressed = [];

function paint() {
  document.body.replaceChildren(plain.content.cloneNode(true));
}

function turn() {
  paint();
  location.replace(form.action);
}

function leave() {
  const address = form.action;
  // What anybody may see is painted first; the network may be slow.
  paint();
  others?.postMessage("left");
  // Where the network is gone the neutral page stays, and the visit is ended as soon as it is back.
  const end = () => fetch(address, { method: "POST", keepalive: true, redirect: "manual" })
    .then(() => location.replace(address), () => setTimeout(end, 1000));
  end();
}

others?.addEventListener("message", turn);

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keyup", (event) => {
  if (event.isComposing || event.key !== "Shift") {
    if (event.key !== "Shift") pressed = [];
    return;
  }
  const now = Date.now();
  pressed = [...pressed.filter((at) => now - at < WITHIN), now];
  if (pressed.length >= PRESSES && form) leave();
});

// A page that the browser kept whole for Back is asked for again, so that it cannot outlive the visit.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.body.replaceChildren();
    location.reload();
  }
});

// After half an hour without a key the server has thrown away what was typed; it is not left on the screen either. Whoever
// types on one page for long is heard of meanwhile.
let quiet = form && setTimeout(turn, QUIET);
let told = Date.now();
document.addEventListener("input", ({ target }) => {
  clearTimeout(quiet);
  quiet = setTimeout(turn, QUIET);
  if (!target.form || Date.now() - told < TELL) return;
  told = Date.now();
  const typed = new FormData(target.form);
  typed.delete("files");
  typed.set("go", "stay");
  fetch(target.form.action, { method: "POST", body: typed }).catch(() => {});
});

document.querySelector(".error-summary")?.focus();
