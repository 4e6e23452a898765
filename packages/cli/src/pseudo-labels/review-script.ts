/**
 * What the page does: a click rejects a picture or takes that back, and the list is saved where the browser lets a page save a
 * file, else downloaded. It stands in the page after `before`, the names that are in the list already.
 */
export const REVIEW_SCRIPT: string = `
const rejected = new Set();
const list = () => [...new Set([...before, ...rejected])].map((key) => key + "\\n").join("");
let saved = list();
const save = document.querySelector("#save");
const standing = document.querySelector("#standing");
const say = (words) => { standing.textContent = words; };

document.addEventListener("click", ({ target }) => {
  const tile = target.closest(".tile");
  if (!tile) return;
  const { key } = tile.dataset;
  const isNew = !rejected.delete(key);
  if (isNew) rejected.add(key);
  tile.setAttribute("aria-pressed", isNew);
  save.disabled = list() === saved;
  say(rejected.size + " rejected here; the list is " + (save.disabled ? "saved." : "not saved yet."));
});

save.addEventListener("click", async () => {
  const text = list();
  if (window.showSaveFilePicker) {
    try {
      const place = await window.showSaveFilePicker({ suggestedName: "rejected.txt" });
      const file = await place.createWritable();
      await file.write(text);
      await file.close();
    } catch (error) {
      if (error.name === "AbortError") return; // the person thought better of it
      download(text);
    }
  } else download(text);
  saved = text;
  save.disabled = true;
  say(rejected.size + " rejected here; the list is saved.");
});

function download(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "rejected.txt";
  link.click();
}

window.addEventListener("beforeunload", (event) => { if (list() !== saved) event.preventDefault(); });
`;
