/* The overview: bars and columns as SVG, drawn anew for the pages that the filters leave. */

const WIDTH = 280;
const ROW = 17;
const BARS = 8;
const LABEL = 19; // characters of a name beside a bar
const HEIGHT = 96;

function draw(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

function chart(caption, height, summary, ...drawn) {
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${caption}: ${summary}` });
  picture.append(...drawn);
  return make("figure", {}, make("figcaption", {}, caption), drawn.length ? picture : make("p", { class: "absent" }, "none"));
}

/* What tells names of fields apart stands at their end. */
function shortened(name) {
  return name.length > LABEL ? `…${name.slice(1 - LABEL)}` : name;
}

/* Counts of values, the largest first; a click on one chooses it. */
function bars(caption, counts, groupOf, choose, asShare) {
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const shown = sorted.slice(0, BARS);
  const rest = total - shown.reduce((sum, [, count]) => sum + count, 0);
  if (rest) shown.push([null, rest]);
  const label = (count) => (asShare ? `${((100 * count) / total).toFixed(1)} %` : count.toLocaleString("en"));
  const longest = Math.max(...shown.map(([, count]) => count));
  const rows = shown.map(([value, count], place) => {
    const y = place * ROW;
    const bar = { class: "bar", x: 122, y: y + 4, width: Math.max(1, (108 * count) / longest), height: 9, rx: 1 };
    const row = draw("g", { class: value === null ? "" : `choice g-${groupOf(value)}` },
      draw("title", {}, `${value ?? "other"}: ${count.toLocaleString("en")}`),
      draw("text", { x: 116, y: y + 12, "text-anchor": "end" }, shortened(value ?? "other")),
      draw("rect", bar),
      draw("text", { x: bar.x + bar.width + 5, y: y + 12, class: "quiet" }, label(count)));
    if (value !== null) row.addEventListener("click", () => choose(value));
    return row;
  });
  const summary = shown.map(([value, count]) => `${value ?? "other"} ${label(count)}`).join(", ");
  return chart(caption, shown.length * ROW, summary, ...rows);
}

/* Counts along an axis. */
function columns(caption, counts, first, last) {
  const highest = Math.max(1, ...counts.map(([, count]) => count));
  const step = WIDTH / counts.length;
  const drawn = counts.map(([name, count], place) => {
    const height = count ? Math.max(1.5, (HEIGHT * count) / highest) : 0;
    return draw("rect", { class: "bar", x: place * step + step * 0.08, y: HEIGHT + 12 - height, width: step * 0.84, height },
      draw("title", {}, `${name}: ${count.toLocaleString("en")}`));
  });
  drawn.push(
    draw("line", { class: "axis", x1: 0, x2: WIDTH, y1: HEIGHT + 12.5, y2: HEIGHT + 12.5 }),
    draw("text", { class: "quiet", x: 0, y: HEIGHT + 27 }, first),
    draw("text", { class: "quiet", x: WIDTH, y: HEIGHT + 27, "text-anchor": "end" }, last),
    draw("text", { class: "quiet", x: 0, y: 8 }, `most: ${highest.toLocaleString("en")}`));
  return chart(caption, HEIGHT + 30, `${first} to ${last}, at most ${highest}`, ...drawn);
}

function confidences(pages) {
  const counts = Array.from({ length: 20 }, (_, bin) => [`${(bin / 20).toFixed(2)} to ${((bin + 1) / 20).toFixed(2)}`, 0]);
  for (const { confidence } of pages) {
    if (confidence !== null) counts[Math.min(19, Math.floor(confidence * 20))][1] += 1;
  }
  return counts.some(([, count]) => count) ? columns("Confidence", counts, "0", "1") : chart("Confidence", 0, "none");
}

/* By day, month or year, whichever gives few enough columns. */
function dates(pages) {
  const days = pages.map((page) => page.date?.slice(0, 10)).filter(Boolean).sort();
  if (!days.length) return chart("Published", 0, "none");
  const [first, last] = [days[0], days.at(-1)];
  const span = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  const chars = span <= 62 ? 10 : span <= 62 * 31 ? 7 : 4;
  const counts = new Map(units(first, last, chars).map((unit) => [unit, 0]));
  for (const day of days) counts.set(day.slice(0, chars), (counts.get(day.slice(0, chars)) ?? 0) + 1);
  return columns("Published", [...counts], first.slice(0, chars), last.slice(0, chars));
}

/* All days, months or years from one day to another. */
function units(first, last, chars) {
  const found = [];
  let [year, month, day] = first.split("-").map(Number);
  for (;;) {
    const unit = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, chars);
    if (unit > last.slice(0, chars)) return found;
    found.push(unit);
    if (chars === 4) year += 1;
    else if (chars === 7) [month, day] = [month + 1, 1];
    else day += 1;
  }
}
