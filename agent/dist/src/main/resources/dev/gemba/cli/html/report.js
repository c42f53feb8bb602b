
(function () {
  "use strict";
  var table = document.getElementById("table");
  if (table) {
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells, 0, -1);
    rows.forEach(function (row) {
      row.key = row.getAttribute("data-v").split(",").map(Number);
      row.name = row.cells[0].textContent;
      row.lower = row.name.toLowerCase();
    });
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        sort(head, column);
      });
    });
    var filter = document.getElementById("filter");
    filter.hidden = false;
    filter.addEventListener("input", function () {
      var wanted = filter.value.toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        row.hidden = row.lower.indexOf(wanted) < 0;
        shown += row.hidden ? 0 : 1;
      });
      document.getElementById("shown").textContent =
        wanted ? shown + " of " + rows.length : "";
    });
  }

  function sort(head, column) {
    var usual = column === 0 ? "ascending" : "descending";
    var other = column === 0 ? "descending" : "ascending";
    var order = head.getAttribute("aria-sort") === usual ? other : usual;
    var sign = order === "ascending" ? 1 : -1;
    heads.forEach(function (one) {
      one.removeAttribute("aria-sort");
    });
    head.setAttribute("aria-sort", order);
    rows.sort(function (a, b) {
      if (column === 0) {
        return sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
      }
      var x = a.key[column - 1];
      var y = b.key[column - 1];
      // What was not measured stays at the end in either order.
      return isNaN(x) ? (isNaN(y) ? 0 : 1) : isNaN(y) ? -1 : sign * (x - y);
    });
    rows.forEach(function (row) {
      body.appendChild(row);
    });
  }

  function openTarget() {
    var target = /^#o\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (target) {
      target.open = true;
      target.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", openTarget);
  openTarget();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) {
      one.open = true;
    });
  });
})();
