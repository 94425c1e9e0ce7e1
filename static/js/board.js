// The board in a hall asks again by itself; while the station cannot be reached, the last numbers stay.
const EVERY = 10 * 60 * 1000;

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) { location.reload(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
  } catch {
    // No connection: the next round asks again.
  }
}

setInterval(renew, EVERY);
