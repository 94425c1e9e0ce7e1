// Leave at once: the button, or Shift three times within five seconds. Every page works without this file.
const form = document.getElementById("leave");
const plain = document.getElementById("plain");
const PRESSES = 3;
const WITHIN = 5000;
const QUIET = 30 * 60 * 1000;
let pressed = [];

function leave() {
  const address = form.action;
  // What anybody may see is painted first; the network may be slow.
  document.body.replaceChildren(plain.content.cloneNode(true));
  // Where the network is gone the neutral page stays, and the visit is ended as soon as it is back.
  const end = () => fetch(address, { method: "POST", keepalive: true, redirect: "manual" })
    .then(() => location.replace(address), () => setTimeout(end, 1000));
  end();
}

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

// What was typed is gone from the server by now; it is not left on the screen either.
if (form) setTimeout(leave, QUIET);

document.querySelector(".error-summary")?.focus();
