// What a word off the image means here: the field for it, and what changes in the list by it.

import { Symbols, sentence } from "/static/symbols.js";

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

const made = (name, text, className) => Object.assign(document.createElement(name), { textContent: text, ...(className ? { className } : {}) });

export class Rereading {
  #asked = 0;
  #found = null;

  /** `wrong(text)` gets what is wrong, or ""; `against(entry)` gives what is suggested against an entry. */
  constructor(dialog, { figid, wrong, against }) {
    Object.assign(this, { dialog, figid, wrong, against });
    this.choice = $("#word-choice", dialog);
    this.choice.onchange = () => this.#look();
    this.symbols = new Symbols($("[data-symbols]", dialog), { figid, wrong, changed: () => this.#look() });
  }

  open(word) {
    const chosen = word === undefined ? undefined : [...this.choice.options].find((one) => this.#word(one) === word);
    if (chosen) chosen.selected = true;
    this.dialog.showModal();
    this.symbols.set([]);
    (chosen ? this.symbols.input : this.choice).focus();
  }

  /** The decisions that make the change; null where something is wrong. */
  async decisions(note) {
    if (!(await this.symbols.settle())) return null;
    await this.looking;
    if (!this.#found) return null;
    const leaving = $$("[data-entry]:checked", this.dialog).map((box) => JSON.parse(box.dataset.entry));
    const { word, symbols, listed, touched } = this.#found;
    const own = { own: true, note, reading: { word, symbols } };
    const right = touched.filter((one) => one.meant && !leaving.includes(one.entry));
    const asked = right.flatMap((one) => this.against(one.entry)).map((one) => ({ ...one, verdict: "decline", note }));
    asked.push(...leaving.map((text) => ({ action: "remove", text, ...own })));
    if (symbols.length) asked.push({ action: "add", text: word, symbols, listed, ...own });
    if (asked.length) return asked;
    this.wrong("Nothing would change.");
    return null;
  }

  /** What was done, in words. */
  words() {
    const { shown, symbols } = this.#found;
    return `${shown} means ${symbols.length ? symbols.join(", ") : "no gene"} here`;
  }

  #word = (option) => JSON.parse(option.dataset.word);

  #look() {
    this.looking = this.#ask();
  }

  async #ask() {
    const asked = ++this.#asked;
    const parts = new URLSearchParams({ figid: this.figid, word: this.#word(this.choice.selectedOptions[0]) });
    this.symbols.chosen.forEach((symbol) => parts.append("symbols", symbol));
    const answer = await fetch(`/word?${parts}`, { headers: { accept: "application/json" } }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (asked !== this.#asked) return;
    this.#found = answer?.ok ? found : null;
    if (this.#found) this.#show();
    else this.wrong(found?.error ? sentence(found.error.what) : "The service does not answer.");
  }

  #show() {
    const { touched, symbols, coming, listed } = this.#found;
    const preview = $("#word-preview", this.dialog);
    const parts = [];
    if (touched.length) parts.push(made("p", "It brought in; what is ticked goes:"), this.#entries(touched));
    else parts.push(made("p", "It brought no entry in."));
    if (coming.length) parts.push(made("p", `Comes in: ${coming.join(", ")}.`, "coming"));
    if (listed.length) parts.push(made("p", `Already in the list: ${listed.join(", ")}.`));
    if (!symbols.length) parts.push(made("p", "The word is no gene: nothing comes in."));
    preview.replaceChildren(...parts);
  }

  #entries(touched) {
    const list = made("ul", "", "touched");
    for (const one of touched) {
      const [item, label, box] = [made("li", ""), made("label", ""), made("input", "")];
      Object.assign(box, { type: "checkbox", checked: one.goes });
      box.dataset.entry = JSON.stringify(one.entry);
      const why = [
        one.meant && "meant",
        one.words.length && `also read as ${one.words.join(", ")}`,
        one.caption.length && `the caption names it: ${one.caption.join(", ")}`,
      ].filter(Boolean);
      label.append(box, made("bdi", one.shown), made("span", why.length ? ` (${why.join("; ")})` : "", "small"));
      item.append(label);
      list.append(item);
    }
    return list;
  }
}
