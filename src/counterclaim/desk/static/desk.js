// The desk's own script: the map, the words that light up with their claims, the upload. All pages work without it.

const byId = (id) => document.getElementById(id);

// Claims and their words

function litBy(target) {
  const holder = target.closest?.("[data-claims], [data-claim]");
  if (!holder) return [];
  return (holder.dataset.claims ?? holder.dataset.claim).split(" ");
}

function light(numbers) {
  const wanted = new Set(numbers);
  const touched = (el) => (el.dataset.claims ?? el.dataset.claim).split(" ").some((n) => wanted.has(n));
  document.querySelectorAll("[data-claims], [data-claim]").forEach((el) => {
    el.classList.toggle("lit", wanted.size > 0 && touched(el));
  });
  document.body.classList.toggle("lighting", wanted.size > 0);
}

for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => {
    const numbers = litBy(event.target);
    light(numbers);
    if (numbers.length && event.target.closest(".text")) bring(byId(`c-${numbers[0]}`));
  });
  document.addEventListener(off, () => light([]));
}

// Brings a card into sight inside its own list, without moving the page.
function bring(card) {
  const list = card?.closest(".side .cards");
  if (!list || list.scrollHeight <= list.clientHeight) return;
  const top = card.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top + card.offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTo({ top: top - list.clientHeight / 3, behavior: "auto" });
}

// The token, where the server wants one for writing: kept for this tab alone.

const token = () => sessionStorage.getItem("counterclaim-token") ?? "";
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get" && token()) event.detail.headers.authorization = `Bearer ${token()}`;
});

// Upload

function upload() {
  const form = byId("upload");
  if (!form) return;
  const files = byId("files"), chosen = byId("chosen"), drop = byId("drop"), error = byId("upload-error");
  const tell = () => {
    if (files.files.length) chosen.textContent = [...files.files].map((f) => f.name).slice(0, 8).join(", ") +
      (files.files.length > 8 ? ` and ${files.files.length - 8} more` : "");
  };
  files.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"])
    drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"])
    drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (e) => { e.preventDefault(); files.files = e.dataTransfer.files; tell(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    if (byId("token")) sessionStorage.setItem("counterclaim-token", byId("token").value);
    const headers = { accept: "application/json" };
    if (token()) headers.authorization = `Bearer ${token()}`;
    try {
      const answer = await fetch("/upload?format=json", { method: "POST", body: new FormData(form), headers });
      const type = answer.headers.get("content-type") ?? "";
      const said = type.includes("json") ? await answer.json() : { error: await answer.text() };
      if (answer.ok) { location.assign(said.job); return; }
      error.textContent = said.error ?? `The server answered ${answer.status}.`;
    } catch { error.textContent = "The server cannot be reached."; }
    error.hidden = false;
  });
}

// The map is heavy and made only where a page has one, after everything else stands.

let maps;
async function map() {
  const box = byId("map");
  if (!box || box.dataset.made) return;
  box.dataset.made = "yes";
  maps ??= import("./map.js");
  (await maps).draw(box, JSON.parse(byId("map-data").textContent));
}

function ready() { upload(); map(); }
document.addEventListener("htmx:afterSettle", ready);
ready();
