"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const [ID, TITLE, , , , , COUNT, REASONS, STATUSES, WORDS] = Array(10).keys();
  const PAGE = 50;
  const figures = data.figures;
  const haystacks = figures.map((f) => `${f[ID]} ${f[TITLE]} ${f[WORDS]}`.toLowerCase());
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

  // Decisions: "figure:suggestion" -> { choice, note, row }, kept in this browser where it may be.
  const KEY = `reconcile:${data.id}`;
  const decisions = new Map();
  const made = new Array(figures.length).fill(0);
  const recount = () => {
    made.fill(0);
    for (const [key, { choice }] of decisions) if (choice) made[parseInt(key, 10)] += 1;
  };
  try {
    for (const [key, value] of JSON.parse(localStorage.getItem(KEY) || "[]")) decisions.set(key, value);
  } catch { /* no storage, or not ours */ }
  recount();
  const save = () => {
    try {
      if (decisions.size) localStorage.setItem(KEY, JSON.stringify([...decisions]));
      else localStorage.removeItem(KEY);
    } catch { /* kept until the page is closed */ }
  };
  const tally = (extra) => {
    const choices = [...decisions.values()].map((d) => d.choice);
    const yes = choices.filter((c) => c === "y").length;
    const no = choices.filter((c) => c === "n").length;
    byId("tally").textContent = `${yes} accepted, ${no} declined${extra ? `. ${extra}` : ""}`;
    for (const id of ["copy", "download", "clear"]) byId(id).disabled = !decisions.size;
  };
  const show = (card) => {
    const decision = decisions.get(card.dataset.key) || { choice: card.dataset.decided || "", note: "" };
    card.dataset.choice = decision.choice;
    for (const radio of card.querySelectorAll("input[type=radio]")) radio.checked = radio.value === decision.choice;
    card.querySelector(".note input").value = decision.note;
  };
  const adopt = (article) => {
    for (const card of article.querySelectorAll(".card")) {
      card.dataset.key = `${article.dataset.index}:${card.dataset.number}`;
      show(card);
    }
  };
  const decide = (event) => {
    const card = event.target.closest(".card");
    if (!card) return;
    const choice = card.querySelector("input[type=radio]:checked").value;
    const note = card.querySelector(".note input").value;
    // What was decided before is told anew only where it changes.
    if (note || choice !== (card.dataset.decided || "")) decisions.set(card.dataset.key, { choice, note, row: JSON.parse(card.dataset.row) });
    else decisions.delete(card.dataset.key);
    card.dataset.choice = choice;
    recount();
    save();
    tally();
  };

  // As csvlong.py writes its cells: formulas harmless, no control characters.
  const plain = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]+/g, " ");
  const guard = (text) => (/^[' ]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text);
  const quote = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const csv = () => {
    const order = (key) => key.split(":").map(Number);
    const keys = [...decisions.keys()].sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
    const lines = keys.map((key) => {
      const { choice, note, row } = decisions.get(key);
      const cells = [...row];
      cells[data.columns.indexOf("accept")] = choice;
      cells[data.columns.indexOf("note")] = guard(plain(note));
      return cells;
    });
    return [data.columns, ...lines].map((cells) => cells.map(quote).join(",") + "\n").join("");
  };
  const copy = async () => {
    const text = csv();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = element("textarea", text, "vh");
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      byId("copy").focus();
      if (!done) return tally("Copying is not allowed here; download instead.");
    }
    return tally("Copied.");
  };
  const download = () => {
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = "decisions.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    tally("Downloaded.");
  };
  const clear = () => {
    if (!confirm("Forget all decisions of this report?")) return;
    decisions.clear();
    recount();
    save();
    document.querySelectorAll(".card").forEach(show);
    tally("Cleared.");
    if (figures.length > 1) filter();
  };

  // The table of figures: filter, sort, one page at a time.
  let chosen = figures.map((_, i) => i);
  let sorting = { column: -1, down: false };
  let page = 0;
  const current = () => parseInt(/^#f(\d+)(-|$)/.exec(location.hash)?.[1] ?? "-1", 10);
  // Ties go to the even digit, as in the figures: of two decimals only eighths can be ties.
  const score = (value) => (value === null ? "–" : (value % 0.5 === 0.125 ? value - 0.005 : value).toFixed(2));
  const rows = () => {
    const body = document.querySelector("#table tbody");
    const last = Math.max(0, Math.ceil(chosen.length / PAGE) - 1);
    page = Math.min(page, last);
    body.replaceChildren(
      ...chosen.slice(page * PAGE, (page + 1) * PAGE).map((i) => {
        const row = element("tr");
        const head = element("th");
        head.scope = "row";
        const link = element("a");
        link.href = `#f${i}`;
        link.append(element("bdi", figures[i][TITLE]));
        head.append(link);
        if (figures[i][ID] !== figures[i][TITLE]) {
          const small = element("small");
          small.append(element("bdi", figures[i][ID]));
          head.append(small);
        }
        row.append(head);
        for (let c = 2; c <= COUNT; c += 1) {
          let text = c < 5 ? score(figures[i][c]) : String(figures[i][c]);
          if (c === COUNT && made[i]) text = `${made[i]} of ${text} decided`;
          row.append(element("td", text, "n"));
        }
        return row;
      }),
    );
    byId("pages").hidden = last === 0;
    byId("page").textContent = `Page ${page + 1} of ${last + 1}`;
    byId("back").disabled = page === 0;
    byId("forth").disabled = page === last;
  };
  const ordered = (a, b) => {
    const { column, down } = sorting;
    if (column < 0) return a - b;
    const [x, y] = [figures[a][column], figures[b][column]];
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    const order = column === TITLE ? collator.compare(x, y) : x - y;
    return (down ? -order : order) || a - b;
  };
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const filter = () => {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [reason, status, decided] = ["reason", "status", "decided"].map((id) => byId(id).value);
    const column = Number(byId("score").value);
    const bound = (id) => (byId(id).value === "" ? null : Number(byId(id).value));
    const [low, high] = [bound("low"), bound("high")];
    chosen = figures.map((_, i) => i).filter((i) => {
      const figure = figures[i];
      if (reason && !figure[REASONS].includes(reason)) return false;
      if (status && !figure[STATUSES].includes(status)) return false;
      if (decided === "open" && made[i] >= figure[COUNT]) return false;
      if (decided === "done" && (!figure[COUNT] || made[i] < figure[COUNT])) return false;
      if (low !== null && !(figure[column] !== null && figure[column] >= low)) return false;
      if (high !== null && !(figure[column] !== null && figure[column] <= high)) return false;
      return words.every((word) => haystacks[i].includes(word));
    });
    chosen.sort(ordered);
    page = 0;
    byId("found").textContent =
      chosen.length === figures.length ? plural(figures.length, "figure") : `${chosen.length.toLocaleString("en")} of ${plural(figures.length, "figure")}`;
    rows();
    if (data.packed) walk();
    else {
      const kept = new Set(chosen);
      for (const article of document.querySelectorAll("article.figure")) article.hidden = !kept.has(Number(article.dataset.index));
    }
  };
  const sort = (button) => {
    const column = Number(button.dataset.column);
    const down = sorting.column === column ? !sorting.down : column >= 5;
    sorting = { column, down };
    for (const head of document.querySelectorAll("#table thead th")) {
      const own = head.contains(button);
      head.setAttribute("aria-sort", own ? (down ? "descending" : "ascending") : "none");
    }
    filter();
  };

  // Packed figures: one is unpacked when it is asked for.
  let opened = -1;
  const unpacked = new Map();
  const unpack = async (number) => {
    if (!unpacked.has(number)) {
      const bytes = Uint8Array.from(atob(byId(`chunk${number}`).textContent), (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      unpacked.clear();
      unpacked.set(number, JSON.parse(await new Response(stream).text()));
    }
    return unpacked.get(number);
  };
  const walk = () => {
    const at = chosen.indexOf(opened);
    byId("walk").hidden = opened < 0;
    byId("before").disabled = at <= 0;
    byId("after").disabled = at < 0 || at === chosen.length - 1;
    byId("where").textContent = at < 0 ? "Not among the figures shown" : `${(at + 1).toLocaleString("en")} of ${chosen.length.toLocaleString("en")}`;
  };
  const open = async () => {
    const index = current();
    if (!(index >= 0 && index < figures.length) || index === opened) return;
    tips.hide();
    let article;
    try {
      article = (await unpack(Math.floor(index / data.perChunk)))[index % data.perChunk];
    } catch {
      byId("hint").textContent = "This browser cannot unpack the figures; a newer one can.";
      return;
    }
    if (index !== current()) return;
    opened = index;
    // HTML of the template engine, in which every text of a record is escaped.
    byId("viewer").innerHTML = article;
    adopt(byId("viewer").firstElementChild);
    byId("hint").hidden = true;
    walk();
    byId(`f${index}-title`).focus({ preventScroll: true });
    (byId(location.hash.slice(1)) || byId("figures")).scrollIntoView();
  };
  const step = (by) => {
    const next = chosen[chosen.indexOf(opened) + by];
    if (next !== undefined) location.hash = `#f${next}`;
  };

  document.querySelectorAll("article.figure").forEach(adopt);
  if (figures.some((f) => f[COUNT])) {
    byId("decisions").hidden = false;
    document.addEventListener("change", decide);
    document.addEventListener("input", (event) => event.target.matches?.(".note input") && decide(event));
    byId("copy").addEventListener("click", copy);
    byId("download").addEventListener("click", download);
    byId("clear").addEventListener("click", clear);
    tally();
  }
  if (figures.length > 1) {
    byId("index").hidden = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("input", filter);
    byId("filters").addEventListener("reset", () => setTimeout(filter));
    byId("table").tHead.addEventListener("click", (event) => event.target.closest("button") && sort(event.target.closest("button")));
    byId("back").addEventListener("click", () => { page -= 1; rows(); });
    byId("forth").addEventListener("click", () => { page += 1; rows(); });
    document.addEventListener("change", (event) => event.target.closest(".card") && rows());
    filter();
  }
  if (data.packed) {
    byId("before").addEventListener("click", () => step(-1));
    byId("after").addEventListener("click", () => step(1));
    addEventListener("hashchange", open);
    open();
  }
})();
