/* What opens below an entry: packed in blocks behind this script, and unpacked when it is asked for. */

const data = JSON.parse(document.getElementById("data").textContent);
const BLOCKS_KEPT = 24;
const unpacked = new Map();
let packedBlocks;
const whenRead = new Promise((resolve) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
  else resolve();
});

async function unpack(block) {
  await whenRead;
  packedBlocks ??= document.querySelectorAll('script[type="application/octet-stream"]');
  const packed = atob(packedBlocks[block].textContent);
  const bytes = new Uint8Array(packed.length);
  for (let place = 0; place < packed.length; place += 1) bytes[place] = packed.charCodeAt(place); // far faster than `from`
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function blockOf(block) {
  const found = unpacked.get(block) ?? unpack(block);
  unpacked.delete(block);
  unpacked.set(block, found); // the last one asked for is the last to go
  if (unpacked.size > BLOCKS_KEPT) unpacked.delete(unpacked.keys().next().value);
  return found;
}

async function detailsOf(number) {
  return (await blockOf(Math.floor(number / data.blockPages)))[number % data.blockPages];
}

/* What is searched, by page: put together while nobody wants anything else, or at the first search. */
const wordings = [];
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));

function readAhead(number = 0) {
  if (number >= data.pages.length) return;
  whenIdle(async () => {
    for (let place = number; place < Math.min(number + data.blockPages, data.pages.length); place += 1) await wordingOf(place);
    readAhead(number + data.blockPages);
  });
}

async function wordingOf(number) {
  if (wordings[number] === undefined) {
    if (number % data.blockPages === 0 && number + data.blockPages < data.pages.length) {
      blockOf(number / data.blockPages + 1); // the next one unpacks while this one is read
    }
    const { rows, fields } = await detailsOf(number);
    const said = [data.pages[number].title, data.pages[number].place, ...rows.map((row) => row[3])];
    for (const [, values, before] of fields) said.push(...values, ...(before ?? []));
    wordings[number] = said.join("\n").toLowerCase();
  }
  return wordings[number];
}
