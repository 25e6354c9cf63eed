// While a policy is being written, says under the text what is wrong with it. Without scripts the same is said when it
// is saved. Nothing is kept by this.
"use strict";
const text = document.getElementById("text");
const place = document.getElementById("live-faults");
let waiting = 0;
let asked = 0;

async function check() {
  const turn = ++asked;
  const form = new FormData(text.form);
  form.delete("file");
  try {
    const answer = await fetch(place.dataset.address, { method: "POST", body: new URLSearchParams(form), redirect: "error" });
    // An answer that comes late, or that is no answer to this, is not shown.
    if (answer.ok && turn === asked) place.innerHTML = await answer.text();
  } catch {
    if (turn === asked) place.textContent = "";
  }
}

text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, 600);
});
