// Review by keyboard, and words by selecting them. Everything here also works by the forms alone.
"use strict";
(() => {
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const typing = (at) => at instanceof Element && at.closest("input:not([type=checkbox]), textarea, select");
  const points = (words) => Array.from(words).length; // offsets count code points, a browser counts UTF-16

  // Keys: each belongs to the first thing on the page that bears it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) return event.target.form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) return leave(event.target);
    if (typing(event.target)) return;
    const thing = Array.from(root.querySelectorAll("[data-key]")).find((one) => one.dataset.key === event.key);
    if (!thing) return;
    event.preventDefault();
    if (thing.matches("summary")) {
      const details = thing.parentElement;
      details.open = !details.open || event.key !== "?";
      if (event.key === "?") return;
      const first = details.querySelector("textarea, input:not([type=hidden])");
      if (first) first.focus();
    } else {
      if (thing.closest(".queue")) keep("");
      thing.click();
    }
  });
  // Out of a field: the keys work again, and Tab goes on from there.
  function leave(field) {
    const summary = field.closest("details")?.querySelector("summary");
    if (summary) summary.focus();
    else field.blur();
  }

  // A decision sends for a new page. What was done is told there, and the focus goes to what is in hand then.
  const DONE = "counterclaim-done";
  const keep = (words) => sessionStorage.setItem(DONE, words);
  let sent = false; // a key pressed twice decides once
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (sent) return event.preventDefault();
    sent = true;
    if (form.dataset.says) keep(form.dataset.says);
    else if (form.matches(".coder")) keep(form.coder.value.trim() ? `You code as ${form.coder.value.trim()}` : "Nobody is named");
  });
  addEventListener("pageshow", () => { sent = false; });
  function arrive() {
    const words = sessionStorage.getItem(DONE), problem = root.querySelector(".problem");
    sessionStorage.removeItem(DONE);
    if (problem) return (root.querySelector(".coder input:required") || problem).focus();
    if (words === null) return;
    root.querySelector("[data-done]").textContent = words;
    const asked = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const hand = asked || root.querySelector("[data-hand]");
    hand?.focus({ preventScroll: true });
    const report = root.querySelector(".words");
    if (report && matchMedia("(max-width: 760px)").matches) report.scrollIntoView();
    else hand?.scrollIntoView({ block: "nearest" });
  }

  // Words: a selection in the text goes into the field that had the focus last.
  const text = root.querySelector("[data-text]");
  let field = null;
  root.addEventListener("focusin", (event) => {
    const label = event.target.closest("[data-part]");
    if (label) field = label;
    for (const one of root.querySelectorAll("[data-part]")) one.classList.toggle("ready", one === field);
  });
  root.addEventListener("input", (event) => {
    const label = event.target.closest("[data-part]");
    if (!label || !event.target.matches("[data-words]")) return;
    for (const end of label.querySelectorAll("[data-start], [data-end]")) end.value = "";
  });
  const offset = (node, at) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!piece || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(piece.dataset.at) + points(node.data.slice(0, at));
  };
  if (text) {
    text.addEventListener("mouseup", () => setTimeout(() => take() && field.querySelector("[data-words]").focus({ preventScroll: true }), 0));
    text.addEventListener("keyup", take);
  }
  function take() {
    const chosen = getSelection();
    if (!field || !chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    const words = whole(start, end);
    if (globalThis.Highlight) CSS.highlights.set("taken", new Highlight(range.cloneRange()));
    field.querySelector("[data-words]").value = words.text;
    field.querySelector("[data-start]").value = words.start;
    field.querySelector("[data-end]").value = words.end;
    return true;
  }
  // What was chosen, piece by piece: words cut at an end are taken whole, white space at the ends is left out.
  function whole(from, to) {
    const letters = new Map(), word = /[\p{L}\p{N}]/u, unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
    for (const piece of text.querySelectorAll("[data-at]"))
      Array.from(piece.textContent).forEach((letter, n) => letters.set(Number(piece.dataset.at) + n, letter));
    const inside = (at) => [at - 1, at].every((n) => word.test(letters.get(n) ?? "") && !unspaced.test(letters.get(n)));
    let start = from, end = to;
    while (inside(start)) start -= 1;
    while (inside(end)) end += 1;
    let said = "", next = null;
    for (const piece of text.querySelectorAll("[data-at]")) {
      const at = Number(piece.dataset.at), letters = Array.from(piece.textContent);
      if (at + letters.length <= start || at >= end) continue;
      if (next !== null && at > next) said += "\n".repeat(at - next);
      said += letters.slice(Math.max(start - at, 0), end - at).join("");
      next = at + letters.length;
    }
    const led = points(said) - points(said.trimStart()), kept = said.trim();
    return { text: kept, start: start + led, end: start + led + points(kept) };
  }

  // A token, where the server wants one: a form alone cannot carry it.
  const token = root.querySelector("[data-token]");
  if (document.body.hasAttribute("data-needs-token") && token) {
    token.closest("[hidden]").hidden = false;
    token.value = sessionStorage.getItem("counterclaim-token") || "";
    token.addEventListener("change", () => sessionStorage.setItem("counterclaim-token", token.value));
    root.addEventListener("submit", async (event) => {
      const form = event.target;
      if (form.method !== "post" || event.defaultPrevented) return;
      event.preventDefault();
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { Authorization: `Bearer ${token.value}` },
        body: new URLSearchParams(new FormData(form)),
      });
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const problem = page.querySelector(".problem") || Object.assign(document.createElement("p"), { className: "problem", textContent: page.body.textContent.trim() });
      root.querySelector(".problem")?.remove();
      root.querySelector(".review-head").after(document.adoptNode(problem));
      sent = false;
      sessionStorage.removeItem(DONE);
      problem.tabIndex = -1;
      problem.focus();
    });
  }

  // Bring what is in hand into sight inside its own box, without moving the page.
  const bring = (box, thing) => {
    if (!box || !thing || box.scrollHeight <= box.clientHeight) return;
    box.scrollTop += thing.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  };
  bring(text, text?.querySelector(".evidence"));
  bring(root.querySelector(".queue ol"), root.querySelector(".queue [aria-current]"));
  arrive();
})();
