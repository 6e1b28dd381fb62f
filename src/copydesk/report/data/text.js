"use strict";
/* Elements made of data. All that comes from a page goes in as text, and nothing is ever parsed as markup. */

const SHOWN_CONTROL = /(⟨U\+[0-9A-F]{4,6}⟩)/;

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(attribute, value);
  }
  element.append(...children);
  return element;
}

/* Text of a page: its direction is its own, and controls, which come in as ⟨U+202E⟩, are set apart. */
function isolated(name, text, attributes = {}) {
  const parts = text.split(SHOWN_CONTROL).filter((part) => part !== "");
  const pieces = parts.map((part) => (SHOWN_CONTROL.test(part) ? make("span", { class: "control" }, part) : part));
  return make(name, { dir: "auto", ...attributes }, ...pieces);
}

/* A link only where it leads to the web: `javascript:` is an address, too. */
function linkOrText(text) {
  return /^https?:\/\/[^\s]+$/i.test(text)
    ? isolated("a", text, { href: text, rel: "noopener noreferrer nofollow", target: "_blank" })
    : isolated("span", text);
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
