// What is pleasant but never needed: every page works without this file.
import { maskNames } from "./mask.js";
import { listenForKeys } from "./keys.js";
import { offerCopies } from "./copy.js";
import { offerPhrases } from "./phrases.js";
import { keepDrafts } from "./drafts.js";
import { warnBeforeLeaving } from "./leaving.js";

maskNames();
listenForKeys();
offerCopies();
offerPhrases();
keepDrafts();
warnBeforeLeaving();

// After a refused form the eyes and the screen reader start at what is wrong.
document.querySelector(".error-summary")?.focus();

// The user menu closes like any menu: by a click elsewhere or by Escape.
const menu = document.querySelector("details.user");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
