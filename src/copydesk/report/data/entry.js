/* An entry of the list, and the marked-up copy that opens below it. */

const ROWS_AT_ONCE = 1000;
const SIGNS = { plus: "added", minus: "gone" };

function groupOf(kind) {
  return data.groups[kind] ?? "rejected";
}

function entryOf(page, number) {
  const codes = Object.keys(page.facets.code ?? {});
  const stamp = codes.join(", ") || page.stamp || page.confidence?.toFixed(3) || "";
  const about = [page.place, ...Object.keys(page.facets.host ?? {}), ...Object.keys(page.facets.language ?? {}), page.date];
  const head = make("button", { type: "button", class: "head", id: `head-${number}`, "aria-expanded": "false" },
    isolated("span", page.title || "(no title)", { class: "title", lang: languageOf(page) }),
    make("span", { class: "stamp" }, stamp),
    isolated("span", about.filter(Boolean).join(" · "), { class: "about" }),
    strip(page));
  const entry = make("li", { class: `page ${codes.length ? "rejected" : ""}` }, make("h2", {}, head));
  head.addEventListener("click", () => toggle(entry, number));
  return entry;
}

function languageOf(page) {
  return Object.keys(page.facets.language ?? {})[0];
}

/* What share of the lines was struck, by colour. */
function strip(page) {
  const kinds = Object.entries(page.facets.kind ?? {});
  const struck = make("span", { class: "strip" });
  if (!page.lines) return struck;
  const stops = [];
  let at = 0;
  for (const [kind, count] of kinds.sort((one, other) => groupOf(one[0]).localeCompare(groupOf(other[0])))) {
    stops.push(`var(--${groupOf(kind)}) ${at}% ${(at += (100 * count) / page.lines)}%`);
  }
  stops.push(`var(--kept) ${at}% 100%`);
  struck.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  struck.title = `${total} of ${counted(page.lines, "line")} struck`;
  return struck;
}

async function toggle(entry, number, open = !entry.querySelector(".opened")) {
  const head = entry.querySelector(".head");
  head.setAttribute("aria-expanded", String(open));
  entry.querySelector(".opened")?.remove();
  if (!open) return;
  const opened = make("div", { class: "opened", id: `opened-${number}` });
  head.setAttribute("aria-controls", opened.id);
  entry.append(opened);
  const details = await detailsOf(number);
  const copy = make("ol", { class: "copy", lang: languageOf(data.pages[number]), "aria-label": "Lines of the page" });
  const sheet = make("div", { class: "sheet" }, copy);
  addRows(sheet, copy, details.rows, 0);
  if (details.rows.length) opened.append(sheet, fieldsOf(details));
  else opened.append(fieldsOf(details));
}

function addRows(sheet, copy, rows, first) {
  const last = Math.min(rows.length, first + ROWS_AT_ONCE);
  for (let place = first; place < last; place += 1) {
    const blank = rows[place][0] === "blank";
    if (!blank) copy.append(rowOf(rows[place], place + 1));
    else if (rows[place - 1]?.[0] !== "blank") copy.append(make("li", { class: "row gap", "aria-hidden": "true" }));
  }
  copy.querySelector(".row[tabindex]")?.setAttribute("tabindex", "0"); // one stop of the Tab key; arrows do the rest
  if (last === rows.length) return;
  const more = make("button", { type: "button", class: "more" }, `Show more of ${counted(rows.length - last, "line")}`);
  more.addEventListener("click", () => {
    more.remove();
    addRows(sheet, copy, rows, last);
  });
  sheet.append(more);
}

function rowOf([label, kind, reason, text], number) {
  const struck = label === "removed" || label === "minus";
  const group = kind ? groupOf(kind) : label;
  const row = make("li", { class: `row ${label} g-${group}`, "data-kind": kind ?? undefined, tabindex: reason ? "-1" : undefined },
    make("span", { class: "number", "aria-hidden": "true" }, SIGNS[label] ? (struck ? "−" : "+") : String(number)),
    isolated(struck ? "del" : label === "plus" ? "ins" : "span", text, { class: "text" }),
    make("span", { class: "note" }, kind ?? SIGNS[label] ?? (label === "body" || label === "note" ? "" : label)));
  if (reason) row.append(make("span", { class: "why", role: "tooltip" }, reason));
  row.classList.toggle("sought", kind !== null && kind === filters.facets.kind);
  return row;
}

function fieldsOf({ fields, reasons }) {
  const aside = make("aside", { class: "fields", "aria-label": "Fields of the record" });
  for (const [code, message] of reasons) {
    aside.append(make("p", { class: "verdict" }, make("b", {}, code), ": ", isolated("span", message)));
  }
  const list = make("dl");
  for (const [name, values, before] of fields) {
    const said = values.map((value) => (before ? make("ins", {}, isolated("span", value)) : linkOrText(value)));
    const gone = (before ?? []).map((value) => make("del", {}, isolated("span", value)));
    const absent = gone.length + said.length ? [] : [make("span", { class: "absent" }, "–")];
    list.append(make("dt", {}, name), make("dd", {}, ...gone, ...said, ...absent));
  }
  aside.append(make("h3", {}, data.compared ? "Fields that changed" : reasons.length ? "Rejected" : "On record"), list);
  return aside;
}
