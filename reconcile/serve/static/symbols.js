// A field for gene symbols: names are completed from the lexicon, chosen ones stand before it.

const $ = (selector, within) => within.querySelector(selector);
const WAIT = 60;

export class Symbols {
  #asked = 0;
  #for = "";
  #offers = [];
  #at = -1;
  #timer = 0;

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
    Object.assign(this, { figid, refuse, changed, wrong, chosen: [] });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const item = target.closest("[role=option]");
      if (item) this.#choose(this.#offers[[...this.list.children].indexOf(item)].symbols);
    });
    $(".chosen", root).addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      this.set(this.chosen.filter((symbol) => symbol !== button.dataset.symbol));
      this.input.focus();
    });
  }

  set(symbols) {
    this.chosen = [...new Set(symbols)];
    $(".chosen", this.root).replaceChildren(...this.chosen.map(chip));
    this.changed();
  }

  clear() {
    this.input.value = "";
    this.#close();
    this.wrong("");
  }

  /** Take what is still in the field; false where that is no symbol. */
  async settle() {
    const text = this.input.value.trim();
    if (!text) return true;
    let answer;
    try {
      answer = await this.#ask(text);
    } catch (error) {
      this.wrong(error.message);
      return false;
    }
    if (answer.fault === null) return this.#choose([text]);
    const named = answer.found.filter((one) => one.form.toLowerCase() === text.toLowerCase());
    if (named.length === 1) return this.#choose(named[0].symbols);
    this.#show(answer.found, text);
    this.wrong(sentence(answer.fault));
    return false;
  }

  /** Whether what is offered is for what stands in the field: a quick hand is ahead of it. */
  get #open() {
    return !this.list.hidden && this.#for === this.input.value.trim();
  }

  async #ask(text) {
    const asked = new URLSearchParams({ q: text, figid: this.figid });
    const found = await fetch(`/complete?${asked}`).catch(() => null);
    if (!found?.ok) throw new Error("The symbols cannot be looked up: the service does not answer.");
    return found.json();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.wrong("");
    const asked = ++this.#asked;
    const text = this.input.value.trim();
    if (!text) return this.#close();
    this.#timer = setTimeout(async () => {
      const answer = await this.#ask(text).catch((error) => this.wrong(error.message));
      if (answer && asked === this.#asked) this.#show(answer.found, text);
    }, WAIT);
  }

  #show(offers, text = "") {
    this.#for = text;
    this.#offers = offers;
    this.list.replaceChildren(...offers.map((one, i) => option(one, `${this.list.id}-${i}`)));
    this.list.hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(Boolean(offers.length)));
    this.#mark(offers.length ? 0 : -1);
  }

  #mark(at) {
    this.#at = at;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#show([]);
  }

  #choose(symbols) {
    const faults = symbols.map((symbol) => this.refuse(symbol));
    const kept = symbols.filter((_, i) => !faults[i]);
    if (!kept.length) {
      this.wrong(faults[0]);
      return false;
    }
    this.clear();
    this.set([...this.chosen, ...kept]);
    return true;
  }

  #key(event) {
    const open = this.#open;
    const stop = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      stop();
      const count = this.#offers.length;
      this.#mark((this.#at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Escape" && !this.list.hidden) {
      stop();
      this.#close();
    } else if (event.key === "Backspace" && !this.input.value && this.chosen.length) {
      this.set(this.chosen.slice(0, -1));
    } else if (this.input.value.trim()) this.#end(event, open, stop);
  }

  /** What ends a symbol. A blank does only after a whole one: it may be part of a name. */
  #end({ key }, open, stop) {
    const whole = open && this.#offers.some((one) => one.symbol === this.#for);
    if (key === "," || (key === "Enter" && !open) || (key === " " && whole)) {
      stop();
      this.settle();
    } else if (open && (key === "Enter" || key === "Tab")) {
      stop();
      this.#choose(this.#offers[this.#at].symbols);
    }
  }
}

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.?$/, ".");

function made(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

function chip(symbol) {
  const item = made("li", "");
  const button = made("button", "×", { type: "button" });
  button.dataset.symbol = symbol;
  button.setAttribute("aria-label", `Leave out ${symbol}`);
  item.append(made("i", symbol), button);
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
