// Five minutes before the sign-in ends by itself the page says so; one press goes on. When it has ended the page goes to
// the sign-in, which leads back here, so that nothing stays on the screen of an empty chair.
import { saveNow } from "./drafts.js";

const MINUTE = 60 * 1000;
const WARNED = 10 * MINUTE;
const ENDED = 15 * MINUTE - 10 * 1000; // before the server ends it, which counts from the last it heard
const again = document.body.dataset.again;
const out = document.querySelector("details.user form");
const dialog = document.getElementById("leaving");
const others = again && "BroadcastChannel" in window ? new BroadcastChannel("heard") : null;
let warn = 0;
let end = 0;

async function warned() {
  await saveNow();
  if (!dialog.open) dialog.showModal?.();
}

// The save at the warning counted as a sign of life on the server, so the sign-in is ended, not only left to run out. Where
// the windows of one browser cannot tell each other that somebody is there, the server's own clock is left to do it.
async function ended() {
  if (!others || !(await saveNow())) return;
  await fetch(out.action, { method: "POST", body: new FormData(out), redirect: "manual" }).catch(() => null);
  location.replace(again);
}

function begin() {
  clearTimeout(warn);
  clearTimeout(end);
  warn = setTimeout(warned, WARNED);
  end = setTimeout(ended, ENDED);
  if (dialog.open) dialog.close();
}

function heard() {
  begin();
  others?.postMessage("heard");
}

async function stay(event) {
  event.preventDefault();
  const { action } = event.target;
  const answer = await fetch(action, { method: "POST", body: new FormData(event.target) }).catch(() => null);
  if (answer?.ok) heard();
  else if (answer?.status === 401) ended();
}

export function warnBeforeLeaving() {
  if (!again || !dialog || !out) return;
  dialog.querySelector("form").addEventListener("submit", stay);
  document.addEventListener("heard", heard);
  others?.addEventListener("message", begin);
  heard();
}
