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
  stay();
  read(text);
}

/** Take the message away. */
export function hush() {
  clearTimeout(going);
  $("#said").hidden = true;
}

let going = 0;
/** Long enough to read two lines and to reach for Undo; the key `u` and the history work afterwards too. */
const STAYS = 10_000;

/** Let a message go by itself, but not while somebody is at it, nor one of what failed. */
function stay() {
  const box = $("#said");
  clearTimeout(going);
  dodge();
  if (box.classList.contains("wrong")) return;
  going = setTimeout(() => (box.matches(":hover, :focus-within") ? stay() : hush()), STAYS);
}

/** A message goes to the top where it would hide what has the focus. */
function dodge() {
  const box = $("#said");
  if (!box || box.hidden) return;
  box.classList.remove("up");
  const focused = document.activeElement;
  if (focused === document.body || box.contains(focused)) return;
  const [one, two] = [box, focused].map((part) => part.getBoundingClientRect());
  const apart = one.bottom <= two.top || two.bottom <= one.top || one.right <= two.left || two.right <= one.left;
  if (apart) return;
  box.classList.add("up");
  if (box.getBoundingClientRect().bottom > two.top) box.classList.remove("up");
}

document.addEventListener("focusin", dodge);
addEventListener("scroll", dodge, { passive: true });

function read(text) {
  const live = $("#live");
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50);
}

const undoButton = () => $("#said:not([hidden]) :is(.undo, form button)");

// Keys

const groups = [];
/** `g ` after `g`, until the next key. */
let first = "";
const PASSIVE = new Set(["Shift", "CapsLock", "NumLock", "Fn"]);
const OFF = "reconcile keys off";
const TYPING =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

/**
 * Bind keys: `keys("Queue", { j: ["Next figure", () => …] })`.
 *
 * The words stand in the help. A function that returns false leaves the key to others. What was
 * bound last comes first, and stands alone in the help. `g q` is `g` and then `q`. Keys do nothing
 * while somebody types, or with Ctrl, Alt or Meta.
 */
export function keys(heading, table) {
  groups.unshift([heading, table]);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const typing = event.target.closest?.(TYPING);
  if (event.key === "Escape") {
    first = "";
    if (typing) typing.blur();
    else hush();
    return;
  }
  if (typing || stored(localStorage, OFF)) return;
  if (PASSIVE.has(event.key)) return;
  const plain = event.shiftKey ? event.key : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const key = first + plain;
  first = "";
  if (plain === "g" && key === plain) {
    first = "g ";
    event.preventDefault();
    return;
  }
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
  const seen = new Set();
  const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
  const lists = groups.map(([heading, table]) => {
    const [part, list] = [made("div"), made("dl")];
    for (const [key, [words]] of Object.entries(table)) {
      if (!words || seen.has(key)) continue;
      seen.add(key);
      const term = made("dt");
      const names = key === " " ? ["Space"] : key.split(" ");
      term.append(...names.map((name) => made("kbd", { ArrowDown: "↓", ArrowUp: "↑" }[name] ?? name)));
      list.append(term, made("dd", words));
    }
    part.append(made("h3", heading), list);
    return list.childElementCount ? [part] : [];
  }).flat();
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

// The place: who comes back to an address is where they were, also when a row is gone meanwhile.
// Back to the queue is any way there; to other lists it is the browser's Back, loading anew, or a
// link or form that says so (`data-return`). Who comes otherwise is at the row of the figure that
// they come from, or at the first one.

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

const RETURN = "return to";
const ARRIVE = "arrive at the first row";

/** Whoever follows a link or sends a form that leads back is where they were. */
function returning(place) {
  stored(sessionStorage, RETURN, place);
}

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[data-return]");
  if (link) returning(link.getAttribute("href"));
});
document.addEventListener("submit", ({ target }) => {
  const next = target.elements.namedItem("next");
  if ("return" in target.dataset && next) returning(next.value);
});

/** Whether this address was left, and come back to. */
function isReturn() {
  const to = stored(sessionStorage, RETURN);
  stored(sessionStorage, RETURN, null);
  const how = performance.getEntriesByType("navigation")[0]?.type;
  if (how === "back_forward" || how === "reload" || $("[data-rows][data-kept]")) return true;
  return to !== null && to.split("#")[0] === location.pathname + location.search;
}

/** The row of the figure, or of what else, that one comes from; or else the first one, if it is seen. */
function arrived() {
  const all = rows.all();
  const named = all.find((row) => "here" in row.dataset);
  const from = document.referrer && new URL(document.referrer).pathname;
  const its = all.find((row) => row.href && from?.startsWith("/figures/") && new URL(row.href).pathname === from);
  const seen = all[0].getBoundingClientRect().top < innerHeight;
  return named ?? its ?? (seen ? all[0] : null);
}

/** Another page of the same rows begins at its first one. */
const turn = (selector) => () => {
  stored(sessionStorage, ARRIVE, $(selector) ? "1" : null);
  return follow(selector)();
};

function comeBack() {
  const turned = stored(sessionStorage, ARRIVE);
  stored(sessionStorage, ARRIVE, null);
  const back = isReturn();
  const all = rows.all();
  if (!all.length) return;
  const kept = JSON.parse(stored(sessionStorage, place()) ?? "null");
  if (turned) return rows.to(all[0], false);
  if (!back || $("[data-rows][data-kept] [data-here]")) {
    const row = arrived();
    return row && rows.to(row);
  }
  if (!kept) return;
  scrollTo({ top: kept.y, behavior: "instant" });
  if (kept.index < 0) return;
  const same = all.find((row) => row.dataset.row === kept.row);
  const there = same ?? all[Math.min(kept.index, all.length - 1)];
  if (there) rows.to(there);
}

// Every page

const two = (number) => String(number).padStart(2, "0");

/** A time where the reader is, in the one form that all pages have. */
function local(time) {
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Show times as they are where the reader is. */
export function times(within = document) {
  for (const time of $$("time[datetime]:not([title])", within)) {
    time.title = time.textContent;
    time.textContent = local(new Date(time.dateTime));
  }
}

const follow = (selector) => () => {
  const link = $(selector);
  if (!link) return false;
  link.click();
};

const go = (path) => location.assign(path);

/** Take back what the curator decided last, wherever that was; the page that comes says what. */
function undoLast() {
  const form = $("#undo-last");
  if (!form) return false;
  form.requestSubmit();
}

/** Work independently of others, or count everybody's decisions again; on the same page. */
function turnIndependent() {
  const form = $("#independent");
  if (!form) return say("Say first who you are: independent work is remembered with your name.");
  form.elements.namedItem("next").value = location.pathname + location.search;
  form.requestSubmit();
}

function start() {
  document.documentElement.classList.add("works");
  $$(".scripted").forEach((part) => (part.hidden = false));
  const text = $("#text");
  keys("Everywhere", {
    "/": ["Search", () => (text ? (text.focus(), text.select()) : false)],
    u: ["Undo what I decided last", () => undoLast()],
    "g q": ["Queue", () => go("/")],
    "g s": ["The same for all", () => go("/same")],
    "g c": ["Curators", () => go("/curators")],
    "g h": ["History", () => go("/history")],
    "g e": ["Export", () => go("/export")],
    "g i": ["Work independently of others, or not", () => turnIndependent()],
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
      n: [$('a[rel="next"]') ? "Next page" : "", turn('a[rel="next"]')],
      p: [$('a[rel="prev"]') ? "Page before" : "", turn('a[rel="prev"]')],
    });
  }
  times();
  new MutationObserver(() => times()).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", ({ target }) => {
    $$("details.who[open]").forEach((open) => open.contains(target) || (open.open = false));
  });
  $("#said .close")?.addEventListener("click", hush);
  if ($("#said:not([hidden]) p")) {
    read($("#said p").textContent);
    stay();
  }
  comeBack();
}

start();
