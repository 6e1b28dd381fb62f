/* Filters, keys, and the list as they leave it. */

const FACETS = { kind: "Struck", code: "Rejected", change: "Change", field: "Field", language: "Language", host: "Host", warning: "Warning" };
const SEARCH_PAUSE = 150; // milliseconds without a key until a search begins
const THEMES = { "": "◐ system", light: "☀ light", dark: "☾ dark" };

const byId = (id) => document.getElementById(id);
const filters = { words: "", facets: {}, least: 0, most: 1 };
const entries = data.pages.map(entryOf);
let round = 0;

function countsOf(facet, pages) {
  const counts = new Map();
  for (const page of pages) {
    for (const [value, count] of Object.entries(page.facets[facet] ?? {})) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

function chooserOf(facet, label) {
  const pages = new Map();
  for (const page of data.pages) {
    for (const value of Object.keys(page.facets[facet] ?? {})) pages.set(value, (pages.get(value) ?? 0) + 1);
  }
  if (!pages.size) return [];
  const values = [...pages].sort((one, other) => other[1] - one[1]);
  const options = values.map(([value, count]) => make("option", { value }, `${value} (${count.toLocaleString("en")})`));
  const select = make("select", { id: `facet-${facet}` }, make("option", { value: "" }, "any"), ...options);
  select.addEventListener("change", () => choose(facet, select.value));
  return [make("label", {}, label, select)];
}

function choose(facet, value) {
  filters.facets[facet] = value || undefined;
  byId(`facet-${facet}`).value = value;
  if (facet === "kind") {
    for (const row of document.querySelectorAll(".row")) row.classList.toggle("sought", Boolean(value) && row.dataset.kind === value);
  }
  apply();
}

function fits(page) {
  const chosen = Object.entries(filters.facets).every(([facet, value]) => !value || Object.hasOwn(page.facets[facet] ?? {}, value));
  if (!chosen || (filters.least <= 0 && filters.most >= 1)) return chosen;
  return page.confidence !== null && page.confidence >= filters.least && page.confidence <= filters.most;
}

/* Pages are looked at in order, and the list follows; a newer round of filters ends an older one. */
async function apply() {
  const mine = (round += 1);
  const shown = [];
  for (const [number, page] of data.pages.entries()) {
    const fitting = fits(page) && (!filters.words || (await wordingOf(number)).includes(filters.words));
    if (mine !== round) return;
    entries[number].hidden = !fitting;
    if (fitting) shown.push(page);
    if (filters.words && number % 100 === 99) byId("status").value = `searching … ${number + 1}`;
  }
  byId("none").hidden = shown.length > 0;
  byId("status").value = `${shown.length.toLocaleString("en")} of ${counted(data.pages.length, "page")}`;
  overview(shown);
}

function overview(pages) {
  const codes = countsOf("code", pages);
  const figures = [];
  if (data.compared) {
    figures.push(bars("Records by change", countsOf("change", pages), () => "credits", (value) => choose("change", value)));
    figures.push(bars("Records by changed field", countsOf("field", pages), () => "rights", (value) => choose("field", value)));
  } else {
    figures.push(bars("Struck lines by kind", countsOf("kind", pages), groupOf, (value) => choose("kind", value), true));
    figures.push(confidences(pages), bars("Rejections by code", codes, () => "rejected", (value) => choose("code", value)));
  }
  figures.push(dates(pages));
  byId("overview").replaceChildren(...figures);
}

function move(step) {
  const shown = entries.filter((entry) => !entry.hidden);
  const here = shown.indexOf(document.activeElement?.closest?.(".page"));
  const next = here < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, here + step));
  shown[next]?.querySelector(".head").focus();
}

function moveRow(row, step) {
  const rows = [...row.parentElement.querySelectorAll(".row[tabindex]")];
  const next = rows[rows.indexOf(row) + step];
  if (!next) return;
  row.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  const row = target.closest?.(".row");
  if (event.key === "Escape") {
    const page = target.closest?.(".page");
    if (page) toggle(page, entries.indexOf(page), false);
    (page?.querySelector(".head") ?? byId("pages")).focus();
    return;
  }
  if (target.matches?.("input, select")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (event.key === "/") byId("search").focus();
  else if (step && row && event.key.startsWith("Arrow")) moveRow(row, step);
  else if (step) move(step);
  else return;
  event.preventDefault();
});

byId("search").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase();
  setTimeout(() => {
    if (words !== byId("search").value.toLowerCase() || words === filters.words) return;
    filters.words = words;
    apply();
  }, SEARCH_PAUSE);
});
for (const bound of ["least", "most"]) {
  byId(bound).addEventListener("input", (event) => {
    const value = event.target.valueAsNumber;
    filters[bound] = Number.isNaN(value) ? (bound === "most" ? 1 : 0) : value;
    apply();
  });
}
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => {
  Object.assign(filters, { words: "", facets: {}, least: 0, most: 1 });
  for (const row of document.querySelectorAll(".row.sought")) row.classList.remove("sought");
  apply();
});
byId("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const theme = names[(names.indexOf(document.documentElement.dataset.theme ?? "") + 1) % names.length];
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = THEMES[theme];
  byId("theme").setAttribute("aria-label", `Colours: ${theme || "as the system"}`);
});

byId("confidence").hidden = !data.pages.some((page) => page.confidence !== null);
for (const [facet, label] of Object.entries(FACETS)) byId("facets").append(...chooserOf(facet, label));
byId("pages").append(...entries);
apply();
readAhead();
