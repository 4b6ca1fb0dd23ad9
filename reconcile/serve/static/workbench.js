// What all pages of the workbench share: sending, saying, keys, and walking through rows.
//
// import { send, say, keys, rows } from "/static/workbench.js";
//
// Without it the pages read and decide all the same: links are links, forms are forms.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// Sending

/** POST a value as JSON; what comes back. Throws an Error whose message is for people. */
export async function send(path, body) {
  const found = await ask(path, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      "x-csrf-token": $('meta[name="csrf"]').content,
    },
    body: JSON.stringify(body),
  });
  const answer = await found.json().catch(() => null);
  if (!found.ok) throw failure(found, answer?.error);
  return answer;
}

/** GET a page, or a piece of one, as a document that nothing runs in. */
export async function load(path) {
  const found = await ask(path, { headers: { accept: "text/html" } });
  if (!found.ok) throw failure(found);
  return new DOMParser().parseFromString(await found.text(), "text/html");
}

async function ask(path, options) {
  try {
    return await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Error("The service does not answer. Is it still running?");
  }
}

function failure(found, error) {
  const what = error ? `${error.what}; ${error.remedy}` : `Status ${found.status}`;
  const text = what.charAt(0).toUpperCase() + what.slice(1);
  return Object.assign(new Error(text), { status: found.status, code: error?.code });
}

// Saying

/**
 * Show a message and have it read out.
 *
 * With `undo`, a function, there is a button for it, and `u` does the same. `wrong` marks what
 * failed.
 */
export function say(text, { undo = null, wrong = false } = {}) {
  const box = $("#said");
  $("p", box).textContent = text;
  $$("form, .undo", box).forEach((old) => old.remove());
  if (undo) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "undo",
      textContent: "Undo",
    });
    button.setAttribute("aria-keyshortcuts", "u");
    button.addEventListener("click", () => {
      hush();
      undo();
    });
    $("p", box).after(button);
  }
  box.classList.toggle("wrong", wrong);
  box.hidden = false;
  read(text);
}

/** Take the message away. */
export function hush() {
  $("#said").hidden = true;
}

function read(text) {
  const live = $("#live");
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50);
}

const undoButton = () => $("#said:not([hidden]) :is(.undo, form button)");

// Keys

const groups = [];
const OFF = "reconcile keys off";
const TYPING =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

/**
 * Bind keys: `keys("Queue", { j: ["Next figure", () => …] })`.
 *
 * The words stand in the help. A function that returns false leaves the key to others. What was
 * bound last comes first. Keys do nothing while somebody types, or with Ctrl, Alt or Meta.
 */
export function keys(heading, table) {
  groups.unshift([heading, table]);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const typing = event.target.closest?.(TYPING);
  if (event.key === "Escape") {
    if (typing) typing.blur();
    else hush();
    return;
  }
  if (typing || stored(localStorage, OFF)) return;
  const key = event.shiftKey ? event.key : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "u" && undoButton()) {
    event.preventDefault();
    undoButton().click();
    return;
  }
  for (const [, table] of groups) {
    if (table[key] && table[key][1](event) !== false) {
      event.preventDefault();
      return;
    }
  }
});

function help() {
  const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
  const lists = groups.map(([heading, table]) => {
    const [part, list] = [made("div"), made("dl")];
    for (const [key, [words]] of Object.entries(table)) {
      if (!words) continue;
      const term = made("dt");
      term.append(made("kbd", { " ": "Space", ArrowDown: "↓", ArrowUp: "↑" }[key] ?? key));
      list.append(term, made("dd", words));
    }
    part.append(made("h3", heading), list);
    return part;
  });
  $("#help-keys").replaceChildren(...lists);
  $("#help-off").checked = Boolean(stored(localStorage, OFF));
  $("#help").showModal();
  $("#help button").focus();
}

// Rows: `[data-row]` are links or buttons, one a row, walked through in their order

let last = null;

/** All rows, the one that one is at, and going to another. */
export const rows = {
  all: () => $$("[data-row]").filter((row) => row.checkVisibility?.() ?? true),
  current: () => (last?.isConnected ? last : null),
  go(step) {
    const all = rows.all();
    const at = all.indexOf(rows.current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    if (!next) return false;
    rows.to(next);
  },
  to(row, scroll = true) {
    row.focus({ preventScroll: true });
    if (scroll) (row.closest("li, tr") ?? row).scrollIntoView({ block: "nearest" });
  },
};

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]") ?? event.target.closest("li")?.querySelector("[data-row]");
  if (row) last = row;
});

// The place: who comes back to an address is where they were, also when a row is gone meanwhile

const place = () => `place ${location.pathname}${location.search}`;

function stored(storage, name, value) {
  try {
    if (value === undefined) return storage.getItem(name);
    if (value === null) storage.removeItem(name);
    else storage.setItem(name, value);
  } catch {
    // A browser that keeps nothing.
  }
  return null;
}

addEventListener("pagehide", () => {
  const row = rows.current();
  const kept = { row: row?.dataset.row, index: rows.all().indexOf(row), y: scrollY };
  stored(sessionStorage, place(), JSON.stringify(kept));
});

const ARRIVE = "arrive at the first row";

/** Another page of the same rows begins at its first one. */
const turn = (selector) => () => {
  stored(sessionStorage, ARRIVE, $(selector) ? "1" : null);
  return follow(selector)();
};

function comeBack() {
  const turned = stored(sessionStorage, ARRIVE);
  stored(sessionStorage, ARRIVE, null);
  const named = $("[data-row][data-here]");
  if (named) return rows.to(named);
  const kept = JSON.parse(stored(sessionStorage, place()) ?? "null");
  if (turned && rows.all().length) return rows.to(rows.all()[0], false);
  if (!kept) return;
  scrollTo({ top: kept.y, behavior: "instant" });
  if (kept.index < 0) return;
  const all = rows.all();
  const same = all.find((row) => row.dataset.row === kept.row);
  const there = same ?? all[Math.min(kept.index, all.length - 1)];
  if (there) rows.to(there);
}

// Every page

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Show times as they are where the reader is. */
export function times(within = document) {
  for (const time of $$("time[datetime]", within)) time.textContent = LOCAL.format(new Date(time.dateTime));
}

const follow = (selector) => () => {
  const link = $(selector);
  if (!link) return false;
  link.click();
};

function start() {
  document.documentElement.classList.add("works");
  $$(".scripted").forEach((part) => (part.hidden = false));
  const text = $("#text");
  keys("Everywhere", {
    "/": ["Search", () => (text ? (text.focus(), text.select()) : false)],
    u: ["Undo what was just done", () => false],
    "?": ["These keys", () => ($("#help") ? help() : false)],
    Escape: ["Leave a field, close a message", () => false],
  });
  $("#help-button")?.addEventListener("click", help);
  $("#help-off")?.addEventListener("change", ({ target }) =>
    stored(localStorage, OFF, target.checked ? "1" : null),
  );
  if ($("[data-rows]")) {
    keys($("[data-rows]").dataset.rows, {
      j: ["Next row", () => rows.go(1)],
      k: ["Row before", () => rows.go(-1)],
      ArrowDown: ["", () => (rows.current() === document.activeElement ? rows.go(1) : false)],
      ArrowUp: ["", () => (rows.current() === document.activeElement ? rows.go(-1) : false)],
      Enter: ["Open it", () => false],
      n: ["Next page", turn('a[rel="next"]')],
      p: ["Page before", turn('a[rel="prev"]')],
    });
  }
  times();
  document.addEventListener("click", ({ target }) => {
    $$("details.who[open]").forEach((open) => open.contains(target) || (open.open = false));
  });
  $("#said .close")?.addEventListener("click", hush);
  if ($("#said:not([hidden]) p")) read($("#said p").textContent);
  comeBack();
}

start();
