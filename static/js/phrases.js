// 常用语: a list beside each text box of a form; a press puts the sentence where the caret stands. Fetched when it is first
// asked for. Without this file the sentences are copied from their own page.
const WORD = "常用语";
const NONE = "还没有常用语，可以在右上角姓名菜单的“常用语”里加。";

export function offerPhrases() {
  const source = document.documentElement.dataset.phrases;
  if (!source) return;
  for (const box of document.querySelectorAll("form.form-page textarea:not([data-no-phrases])")) attach(box, source);
}

function attach(box, source) {
  const list = document.createElement("details");
  list.className = "phrases";
  list.append(Object.assign(document.createElement("summary"), { textContent: WORD }));
  list.addEventListener("toggle", () => { if (list.open && list.children.length === 1) fill(list, box, source); });
  box.after(list);
}

async function fill(list, box, source) {
  const answer = await fetch(source).catch(() => null);
  const said = answer?.ok ? await answer.json() : [];
  const buttons = said.map((text) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.addEventListener("click", () => put(text, box, list));
    return button;
  });
  list.append(...(buttons.length ? buttons : [NONE]));
}

function put(text, box, list) {
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  list.open = false;
  box.focus();
}
