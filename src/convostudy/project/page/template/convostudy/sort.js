// Each head of a sortable table becomes a button; without this script the table is as it was.
for (const table of document.querySelectorAll("table.cs-sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const rows = [...body.rows].sort((one, other) => {
        const a = key(one), b = key(other);
        if ((a === "") !== (b === "")) return a === "" ? 1 : -1; // what is missing stands last
        const order = a !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b);
        return up ? order : -order;
      });
      body.append(...rows);
    });
  });
}
