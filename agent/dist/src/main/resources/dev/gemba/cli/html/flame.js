(function () {
  "use strict";
  var ROW = 17;
  var PARTS = 100000;
  var table = document.getElementById("frames");
  var frames = table ? table.textContent.split("\n") : [];

  document.querySelectorAll(".flames").forEach(function (group) {
    var graphs = Array.prototype.slice.call(group.querySelectorAll(".flame"));
    var menu = document.createElement("menu");
    var search = document.createElement("input");
    var shown = null;
    var drawn = graphs.map(function (element) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = element.getAttribute("data-kind");
      menu.appendChild(button);
      element.hidden = true;
      var graph = { element: element, button: button, flame: null };
      button.addEventListener("click", function () {
        show(graph);
      });
      return graph;
    });
    search.type = "search";
    search.placeholder = "Find frames";
    search.setAttribute("aria-label", "Find frames");
    search.addEventListener("input", function () {
      shown.flame.find(search.value);
    });
    menu.appendChild(search);
    group.insertBefore(menu, group.firstChild);
    show(drawn[0]);

    function show(graph) {
      shown = graph;
      drawn.forEach(function (one) {
        one.element.hidden = one !== graph;
        one.button.setAttribute("aria-pressed", String(one === graph));
      });
      graph.flame = graph.flame || flame(graph.element);
      graph.flame.find(search.value);
    }
  });

  /** A graph below its text. Nothing is drawn before it is in sight: there may be a hundred. */
  function flame(element) {
    var total = Number(element.getAttribute("data-total"));
    var bytes = element.getAttribute("data-unit") === "bytes";
    var root = parse(element.getAttribute("data-tree"));
    var graph = document.createElement("div");
    var told = document.createElement("p");
    var zoomed = root;
    var wanted = "";
    var width = 0;
    graph.className = "graph";
    told.className = "told";
    element.insertBefore(told, element.firstChild);
    element.insertBefore(graph, told);
    graph.addEventListener("click", function (event) {
      if (event.target.node) {
        zoomed = event.target.node === zoomed && zoomed.up ? zoomed.up : event.target.node;
        draw();
      }
    });
    graph.addEventListener("mouseover", function (event) {
      if (event.target.node) {
        tell(event.target.node);
      }
    });
    graph.addEventListener("mouseleave", summary);
    new ResizeObserver(function () {
      if (graph.clientWidth > 0 && graph.clientWidth !== width) {
        width = graph.clientWidth;
        draw();
      }
    }).observe(graph);
    graph.style.height = (depth(root) + 1) * ROW + "px";
    summary();
    return {
      find: function (text) {
        wanted = text.toLowerCase();
        if (width > 0) {
          draw();
        }
      },
    };

    function draw() {
      var rows = document.createDocumentFragment();
      var level = 0;
      var line = [];
      for (var up = zoomed.up; up; up = up.up) {
        line.unshift(up);
      }
      line.forEach(function (one) {
        rows.appendChild(box(one, level++, 0, 1, "dim"));
      });
      place(rows, zoomed, level, 0, 1);
      graph.textContent = "";
      graph.classList.toggle("found", wanted !== "");
      graph.appendChild(rows);
      summary();
    }

    function place(rows, node, level, left, share) {
      rows.appendChild(box(node, level, left, share, ""));
      var x = left;
      node.children.forEach(function (child) {
        var part = child.parts / zoomed.parts;
        if (part * width >= 1.5) {
          place(rows, child, level + 1, x, part);
        }
        x += part;
      });
    }

    function box(node, level, left, share, style) {
      var one = document.createElement("i");
      one.node = node;
      one.className = node.style + " " + style + (isFound(node) ? " hit" : "");
      one.style.left = left * 100 + "%";
      one.style.width = Math.min(share, 1 - left) * 100 + "%";
      one.style.top = level * ROW + "px";
      if (share * width > 24) {
        one.textContent = node.up ? brief(node) : "all";
      } else {
        one.style.padding = 0;
      }
      one.title = node.name + "\n" + amount(node);
      return one;
    }

    function isFound(node) {
      return wanted !== "" && node.name.toLowerCase().indexOf(wanted) >= 0;
    }

    function amount(node) {
      var value = (node.parts / PARTS) * total;
      return percent(node.parts / PARTS) + ", " + (bytes ? size(value) : time(value));
    }

    function tell(node) {
      told.textContent = "";
      var name = document.createElement("b");
      name.textContent = node.name || "all";
      told.appendChild(name);
      var of = zoomed.up && node !== zoomed ? ", " + percent(node.parts / zoomed.parts) + " of what is shown" : "";
      told.appendChild(document.createTextNode(" " + amount(node) + of));
    }

    function summary() {
      if (wanted) {
        told.textContent = percent(foundParts(zoomed) / zoomed.parts) + " of what is shown has such a frame";
      } else if (zoomed.up) {
        tell(zoomed);
      } else {
        told.textContent = "Click a frame to see it alone, and once more to go back.";
      }
    }

    /** What the outermost matches have: those within them are in there already. */
    function foundParts(node) {
      return isFound(node)
        ? node.parts
        : node.children.reduce(function (sum, child) {
            return sum + foundParts(child);
          }, 0);
    }
  }

  function parse(text) {
    var root = { name: "", style: "fr", parts: PARTS, children: [], up: null };
    var into = root;
    var token = /([0-9a-z]+)\.([0-9a-z]+)|[(),]/g;
    var last = null;
    for (var match = token.exec(text); match; match = token.exec(text)) {
      if (match[0] === "(") {
        into = last;
      } else if (match[0] === ")") {
        into = into.up;
      } else if (match[1]) {
        var frame = frames[parseInt(match[1], 36)] || "?";
        var letter = frame.charAt(0);
        last = {
          name: frame.slice(1),
          style: "f" + letter + (letter === "o" ? "" : " f" + letter + shade(frame)),
          parts: parseInt(match[2], 36),
          children: [],
          up: into,
        };
        into.children.push(last);
      }
    }
    return root;
  }

  function shade(name) {
    var hash = 0;
    for (var i = 0; i < name.length; i++) {
      hash = (hash * 31 + name.charCodeAt(i)) | 0;
    }
    return Math.abs(hash) % 3;
  }

  function depth(node) {
    return node.children.reduce(function (most, child) {
      return Math.max(most, depth(child) + 1);
    }, 0);
  }

  /** Board.load of com.acme.Board.load, Board of a class; symbols of native code as they are. */
  function brief(node) {
    var parts = node.name.split(".");
    return node.style.indexOf("fn") === 0 ? node.name : parts.slice(node.style.indexOf("fc") === 0 ? -1 : -2).join(".");
  }

  function percent(share) {
    return (share * 100).toFixed(share < 0.1 ? 2 : 1) + " %";
  }

  function time(nanos) {
    return nanos < 1e6 ? digits(nanos / 1e3) + " µs" : nanos < 1e9 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
  }

  function size(bytes) {
    var units = ["B", "kB", "MB", "GB", "TB"];
    var at = 0;
    for (; bytes >= 1000 && at < units.length - 1; at++) {
      bytes /= 1024;
    }
    return digits(bytes) + " " + units[at];
  }

  function digits(value) {
    return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  }
})();
