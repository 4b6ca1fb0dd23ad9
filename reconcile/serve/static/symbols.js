// A field for gene symbols: names are completed from the lexicon, taken ones stand before it.
//
// The field is the writer's alone. A comma or Enter takes what stands in it at that moment; what it
// means is looked up afterwards, and is said where it was put. No answer changes the field.

const $ = (selector, within) => within.querySelector(selector);
const WAIT = 60;
const BETWEEN = /[,;\n\t]/;

export class Symbols {
  #asked = 0;
  #for = "";
  #offers = [];
  #at = -1;
  #timer = 0;
  #taken = [];
  #instead = null;

  /**
   * Inside `root` are `.chosen`, an input and `.offers`.
   *
   * `figid` gives the organism; `refuse(symbol)` says why one cannot be chosen, or nothing;
   * `changed()` is called when the choice changes, `wrong(text)` with what is wrong, or "".
   */
  constructor(root, { figid, refuse = () => "", changed = () => {}, wrong }) {
    this.root = root;
    this.input = $("input", root);
    this.list = $(".offers", root);
    Object.assign(this, { figid, refuse, changed, wrong });
    this.#close();
    this.input.addEventListener("input", (event) => event.isComposing || this.#typed());
    this.input.addEventListener("compositionend", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const item = target.closest("[role=option]");
      if (item) this.#choose(this.#offers[[...this.list.children].indexOf(item)]);
    });
    $(".chosen", root).addEventListener("click", ({ target }) => {
      if (!target.closest("button")) return;
      const at = [...$(".chosen", root).children].indexOf(target.closest("li"));
      this.#leaveOut(at);
      this.input.focus();
    });
  }

  /** The symbols that were taken, each once; what is looked up or wrong is none yet. */
  get chosen() {
    return [...new Set(this.#taken.flatMap((one) => one.symbols ?? []))];
  }

  /** What names stand for besides, and cannot be chosen; that is said at once. */
  leftOut = new Set();

  #leftOutOf(refused) {
    for (const symbol of refused) this.leftOut.add(symbol);
    if (refused.length) this.wrong(`${refused.map(this.refuse).join(" ")} The others are chosen.`);
  }

  set(symbols) {
    this.#taken = symbols.map((symbol) => ({ text: symbol, symbols: [symbol] }));
    this.#show();
  }

  /** Take what is still in the field, and wait for what is looked up; false where one is no symbol. */
  async settle() {
    this.#take(this.input.value);
    this.#clear();
    for (let open; (open = this.#taken.find((one) => one.looking)); ) await open.looking;
    const wrong = this.#taken.find((one) => one.fault);
    if (wrong) this.wrong(wrong.fault);
    return !wrong;
  }

  // What is taken

  /** Take a name as it was typed; several that a comma parts are several. */
  #take(text) {
    for (const name of text.split(BETWEEN).map((part) => part.trim()).filter(Boolean)) {
      const one = { text: name, symbols: null, fault: "" };
      one.looking = this.#lookUp(one).finally(() => {
        one.looking = null;
        if (this.#taken.includes(one)) this.#show();
      });
      this.#taken.push(one);
      this.#show();
    }
  }

  async #lookUp(one) {
    try {
      const { symbols, fault, found } = await this.#meaning(one.text);
      this.#judge(one, symbols, fault);
      if (found) this.#offerInstead(one, found);
    } catch (error) {
      one.fault = error.message;
    }
    if (one.fault && this.#taken.includes(one)) this.wrong(one.fault);
  }

  #judge(one, symbols, fault) {
    const kept = (symbols ?? []).filter((symbol) => !this.refuse(symbol));
    if (kept.length) {
      one.symbols = kept;
      this.#leftOutOf(symbols.filter((symbol) => this.refuse(symbol)));
    } else one.fault = symbols ? this.refuse(symbols[0]) : sentence(fault);
  }

  /** The symbols that a name as it was typed stands for, or why it stands for none. */
  async #meaning(text) {
    const answer = await this.#ask(text);
    const found = meant(answer, text);
    if (found) return { symbols: found };
    const parts = text.split(/\s+/);
    if (parts.length > 1) {
      const each = await Promise.all(parts.map(async (part) => meant(await this.#ask(part), part)));
      if (each.every(Boolean)) return { symbols: each.flat() };
    }
    return { symbols: null, fault: answer.fault, found: answer.found };
  }

  #choose(offer) {
    const one = { text: offer.form, symbols: null, fault: "" };
    this.#judge(one, offer.symbols);
    if (one.fault) return this.wrong(one.fault);
    const at = this.#taken.indexOf(this.#instead);
    if (at < 0) this.#taken.push(one);
    else this.#taken[at] = one;
    this.#clear();
    this.#sayWrong();
    return this.#show();
  }

  #leaveOut(at) {
    const [one] = this.#taken.splice(at, 1);
    this.#close();
    this.#sayWrong();
    this.#show();
    return one;
  }

  #sayWrong() {
    this.wrong(this.#taken.find((one) => one.fault)?.fault ?? "");
  }

  /** Backspace before the first letter: the last symbol goes; what is none yet can be mended. */
  #back() {
    const one = this.#leaveOut(this.#taken.length - 1);
    if (one.symbols) return;
    this.input.value = one.text;
    this.#typed();
  }

  #show() {
    const seen = new Set();
    const fresh = ({ text }) => !seen.has(text) && seen.add(text);
    const each = this.#taken.flatMap((one) => one.symbols?.map((text) => ({ text, symbols: [text] })) ?? [one]);
    this.#taken = each.filter((one) => !one.symbols || fresh(one));
    $(".chosen", this.root).replaceChildren(...this.#taken.map(chip));
    this.changed();
  }

  // What is offered

  async #ask(text) {
    const asked = new URLSearchParams({ q: text, figid: this.figid });
    const found = await fetch(`/complete?${asked}`).catch(() => null);
    if (!found?.ok) throw new Error("The symbols cannot be looked up: the service does not answer.");
    return found.json();
  }

  #typed() {
    const { value } = this.input;
    const end = Math.max(...[",", ";", "\n", "\t"].map((mark) => value.lastIndexOf(mark)));
    this.#sayWrong();
    if (end >= 0) {
      this.input.value = value.slice(end + 1);
      this.#take(value.slice(0, end));
    }
    this.#mark(-1);
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const text = this.input.value.trim();
    if (!text) return this.#close();
    this.#timer = setTimeout(async () => {
      const answer = await this.#ask(text).catch((error) => this.wrong(error.message));
      if (answer && asked === this.#asked) this.#offer(answer.found, text);
    }, WAIT);
  }

  /** For what was taken and is not clear, what it may be, unless something is being written by now. */
  #offerInstead(one, found) {
    if (this.input.value || this.#taken.at(-1) !== one || !found.length) return;
    this.#offer(found);
    this.#instead = one;
  }

  #offer(offers, text = "") {
    this.#for = text;
    this.#instead = null;
    this.#offers = offers;
    this.list.replaceChildren(...offers.map((one, i) => option(one, `${this.list.id}-${i}`)));
    this.list.hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(Boolean(offers.length)));
    this.#mark(-1);
    if (offers.length) this.list.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Whether what is offered is for what stands in the field: a quick hand is ahead of it. */
  get #open() {
    return !this.list.hidden && this.#for === this.input.value.trim();
  }

  #mark(at) {
    this.#at = at;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  #close() {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#offer([]);
  }

  #clear() {
    this.input.value = "";
    this.#close();
  }

  #key(event) {
    if (event.isComposing) return;
    const { key } = event;
    const stop = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if ((key === "ArrowDown" || key === "ArrowUp") && this.#open) {
      stop();
      const count = this.#offers.length;
      const by = key === "ArrowDown" ? 1 : -1;
      this.#mark(this.#at < 0 ? (by > 0 ? 0 : count - 1) : (this.#at + by + count) % count);
    } else if (key === "Escape" && !this.list.hidden) {
      stop();
      this.#close();
    } else if (key === "Backspace" && !this.input.value && this.#taken.length) {
      stop();
      this.#back();
    } else if ((key === "Enter" || key === "Tab") && this.#at >= 0 && this.#open) {
      stop();
      this.#choose(this.#offers[this.#at]);
    } else if (key === "Enter" && this.input.value.trim()) {
      stop();
      const { value } = this.input;
      this.#clear();
      this.#take(value);
    }
  }
}

/**
 * What a name stands for by itself: the symbol that it is, or the one thing that is called so.
 *
 * A symbol in other letters comes before a name of something else. A family must be written as it is.
 */
function meant({ fault, found }, text) {
  if (fault === null) return [text];
  const low = text.toLowerCase();
  const symbols = found.filter((one) => one.kind === "gene" && one.symbol.toLowerCase() === low);
  const named = symbols.length ? symbols : found.filter((one) => one.form.toLowerCase() === low);
  const [one] = named;
  return named.length === 1 && (one.kind === "gene" || one.form === text) ? one.symbols : null;
}

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.?$/, ".");

function made(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

function chip({ text, symbols, fault }) {
  const item = made("li", "", { className: fault ? "wrong" : symbols ? "" : "looking" });
  const button = made("button", "×", { type: "button" });
  button.setAttribute("aria-label", `Leave out ${text}`);
  item.append(made("i", text), button);
  if (fault) item.append(made("span", " is no symbol here", { className: "vh" }));
  else if (!symbols) item.append(made("span", " is looked up", { className: "vh" }));
  return item;
}

function option(one, id) {
  const item = made("li", "", { id });
  item.setAttribute("role", "option");
  const means = one.kind === "gene" ? one.name : `${one.kind}: ${one.symbols.slice(0, 8).join(", ")}${one.symbols.length > 8 ? " …" : ""}`;
  const form = one.form.toLowerCase() === one.symbol.toLowerCase() ? "" : ` (${one.form})`;
  item.append(made("b", one.symbol + form), made("span", ` ${means}`));
  return item;
}
