// A long form is saved on the server three seconds after typing stops. Without this file it is kept only when it is sent.
const QUIET = 3000; // milliseconds without a key
const LONG = 5; // a form with so many questions is long, one with a text area too
const ASKED = "input:not([type=hidden]):not([type=submit]):not([type=password]):not([type=file]), select, textarea";

const word = document.body.dataset.pageWord;
let form = null;
let long = false;
let line = null;
let waiting = 0;
let dirty = false;
let under = null;

function isLong(one) {
  return one.querySelector("textarea") || one.querySelectorAll(ASKED).length >= LONG;
}

function say(text, wrong) {
  line.textContent = text;
  line.classList.toggle("text-danger", Boolean(wrong));
}

function typed() {
  const data = new FormData(form);
  for (const box of form.querySelectorAll("input[type=password], input[type=file]")) data.delete(box.name);
  data.set("page_word", word);
  return data;
}

function told(answer) {
  dirty = false;
  const others = answer.others.length ? `${answer.others.join("、")}也正在填这一页，请先问一声。` : "";
  say(`草稿已保存（${answer.saved}），还没有提交。${others}`, others);
}

function failed(status) {
  if (status === 401) say("登录已过期，内容还在这一页：请照常提交，重新登录后接着办。", true);
  else say("草稿没有存上，请检查网络；内容还在这一页。", true);
}

// Answers whether everything typed is on the server.
export async function saveNow() {
  clearTimeout(waiting);
  if (!form || !dirty) return true;
  under?.abort();
  under = new AbortController();
  try {
    const answer = await fetch("/drafts/save", { method: "POST", body: typed(), signal: under.signal });
    if (answer.ok) told(await answer.json());
    else failed(answer.status);
  } catch (error) {
    if (error.name !== "AbortError") failed(0);
  }
  return !dirty;
}

function later() {
  dirty = true;
  // Whoever types is there: the time until the sign-in ends begins anew, here and with the save on the server.
  document.dispatchEvent(new CustomEvent("heard"));
  clearTimeout(waiting);
  // A short form is saved when the sign-in is about to end.
  if (long) waiting = setTimeout(saveNow, QUIET);
}

function sent() {
  clearTimeout(waiting);
  under?.abort();
  dirty = false;
}

export function keepDrafts() {
  form = word && document.querySelector("main form.form-page");
  if (!form) return;
  long = isLong(form);
  line = document.createElement("p");
  line.className = "hint draft-said";
  line.setAttribute("role", "status");
  // Below the buttons: what is said while somebody presses one must not push it from under the pointer.
  form.querySelector(".buttons")?.after(line);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", () => { if (dirty && long) saveNow(); });
  form.addEventListener("submit", sent);
  // What stands on this page alone: refused a moment ago, or given back after a sign-in.
  if (document.querySelector(".error-summary") || location.search.includes("kept=")) later();
}
