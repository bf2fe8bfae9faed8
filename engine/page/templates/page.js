"use strict";
(() => {
  const table = document.querySelector(".features");
  if (!table) return;
  document.documentElement.classList.add("js");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const make = (name, parent, text = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.k !== undefined) return Number(cell.dataset.k);
    return cell.firstChild ? cell.firstChild.textContent : "";
  };
  const compare = (one, other) => {
    const kinds = [typeof one, typeof other];
    if (kinds[0] !== kinds[1]) return kinds[0] === "number" ? -1 : 1;
    return kinds[0] === "number" ? one - other : one < other ? -1 : one > other ? 1 : 0;
  };
  const sort = (head, column) => {
    const down = head.getAttribute("aria-sort") !== (column ? "descending" : "ascending") === Boolean(column);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row, place) => [key(row, column), place, row]);
    keyed.sort((a, b) => (down ? -1 : 1) * (typeof a[0] === typeof b[0] ? 1 : down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]);
    body.append(...keyed.map((each) => each[2]));
    said.textContent = "Sorted by " + head.textContent + ", " + head.getAttribute("aria-sort");
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (column === 1) return;
    const name = head.textContent;
    head.textContent = "";
    const button = make("button", head, name);
    button.type = "button";
    button.addEventListener("click", () => sort(head, column));
  });
  if (rows.length < 2) return;
  const controls = document.createElement("div");
  controls.className = "controls";
  const find = make("input", make("label", controls, "Find a feature"));
  find.type = "search";
  const check = document.createElement("label");
  const only = make("input", check);
  only.type = "checkbox";
  check.append(" Only those with violations");
  if (body.querySelector(".v")) controls.append(check);
  const filter = () => {
    const word = find.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const hit = row.cells[0].textContent.toLowerCase().includes(word) && (!only.checked || row.classList.contains("v"));
      row.hidden = !hit;
      shown += hit;
    }
    said.textContent = shown + " of " + rows.length + " features are shown";
  };
  find.addEventListener("input", filter);
  only.addEventListener("change", filter);
  table.before(controls, said);
})();
