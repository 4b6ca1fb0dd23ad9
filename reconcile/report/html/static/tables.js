"use strict";
// Tables with the class "sorts": sorted by their headings, and if they are long, searched and
// shown a page at a time.
(() => {
  const PAGE = 25;
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const button = (text) => {
    const made = element("button", text, "quiet");
    made.type = "button";
    return made;
  };

  const enhance = (table) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    const words = texts.map((cells) => cells.join(" ").toLowerCase());
    const heads = [...table.tHead.rows[0].cells];
    const title = document.getElementById(`${table.id}-title`).textContent;
    let chosen = rows.map((_, i) => i);
    let sorting = { column: -1, down: false };
    let page = 0;
    let after = () => {};

    const show = () => {
      const last = Math.max(0, Math.ceil(chosen.length / PAGE) - 1);
      page = Math.min(page, last);
      body.replaceChildren(...chosen.slice(page * PAGE, (page + 1) * PAGE).map((i) => rows[i]));
      after(last);
    };
    const order = (a, b) => {
      const { column, down, numeric } = sorting;
      if (column < 0) return a - b;
      const [x, y] = [texts[a][column], texts[b][column]];
      let way = 0;
      if (numeric) {
        const [m, n] = [parseFloat(x), parseFloat(y)];
        if (Number.isNaN(m) || Number.isNaN(n)) return Number.isNaN(m) - Number.isNaN(n) || a - b;
        way = m - n;
      } else way = collator.compare(x, y);
      return (down ? -way : way) || a - b;
    };
    const choose = (wanted) => {
      chosen = rows.map((_, i) => i).filter((i) => wanted.every((word) => words[i].includes(word)));
      chosen.sort(order);
      page = 0;
      show();
    };
    let wanted = [];
    heads.forEach((head, column) => {
      const sorter = element("button", head.textContent);
      sorter.type = "button";
      head.replaceChildren(sorter);
      head.setAttribute("aria-sort", "none");
      sorter.addEventListener("click", () => {
        const numeric = head.classList.contains("n");
        const down = sorting.column === column ? !sorting.down : numeric;
        sorting = { column, down, numeric };
        for (const other of heads) other.setAttribute("aria-sort", other === head ? (down ? "descending" : "ascending") : "none");
        choose(wanted);
      });
    });
    if (rows.length <= PAGE) return;

    const tools = element("div", undefined, "tools");
    const label = element("label", "Find ");
    const search = element("input");
    search.type = "search";
    search.setAttribute("aria-label", `Find in: ${title}`);
    label.append(search);
    const [back, forth] = [button("Previous"), button("Next")];
    back.setAttribute("aria-label", `Previous rows of: ${title}`);
    forth.setAttribute("aria-label", `Next rows of: ${title}`);
    const where = element("span");
    where.setAttribute("role", "status");
    tools.append(label, back, where, forth);
    table.parentElement.before(tools);
    after = (last) => {
      const start = page * PAGE;
      const number = (n) => n.toLocaleString("en");
      where.textContent = chosen.length
        ? `${number(start + 1)}–${number(Math.min(start + PAGE, chosen.length))} of ${number(chosen.length)}`
        : "none found";
      back.disabled = page === 0;
      forth.disabled = page === last;
    };
    search.addEventListener("input", () => {
      wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      choose(wanted);
    });
    back.addEventListener("click", () => { page -= 1; show(); });
    forth.addEventListener("click", () => { page += 1; show(); });
    show();
  };

  document.querySelectorAll("table.sorts").forEach(enhance);
})();
