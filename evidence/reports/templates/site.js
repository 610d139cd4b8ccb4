"use strict";
// Filters the list of claims and answers searches from what catalogue.js holds. Text is only ever
// set as text, never as markup, so that nothing in a record can act.
(() => {
  const MOST = 200;
  const data = window.evidence;
  const query = new URLSearchParams(location.search);

  const cell = (words, kind) => {
    const td = document.createElement("td");
    if (kind) td.className = kind;
    td.textContent = words;
    return td;
  };
  const linked = (words, path) => {
    const td = document.createElement("td");
    const a = document.createElement("a");
    a.href = path;
    a.textContent = words;
    td.append(a);
    return td;
  };
  const row = (...cells) => {
    const tr = document.createElement("tr");
    tr.append(...cells);
    return tr;
  };
  const holds = (text, words) => words.every((word) => text.includes(word));
  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
  const told = (shown, all, what) =>
    shown < all ? `The first ${shown} of ${all} ${what}` : `${all} ${what}`;

  const sorted = {
    name: (a, b) => (a[7] < b[7] ? -1 : 1),
    probability: (a, b) => b[4] - a[4],
    "-probability": (a, b) => a[4] - b[4],
    uncertain: (a, b) => Math.abs(a[4] - 0.5) - Math.abs(b[4] - 0.5),
  };

  const claims = (chosen) => {
    const words = wordsOf(chosen.text || "");
    return data.claims
      .filter(
        (c) =>
          (!chosen.kind || c[2] === chosen.kind) &&
          (!chosen.status || c[3] === chosen.status) &&
          (!chosen.tag || c[6].includes(chosen.tag)) &&
          holds(`${c[1]} ${c[7]}`.toLowerCase(), words),
      )
      .sort(sorted[chosen.sort] || sorted.name);
  };

  const filters = document.getElementById("filters");
  if (filters && data) {
    const body = document.querySelector("main table tbody");
    const caption = document.querySelector("main table caption");
    const found = document.getElementById("found");
    const show = () => {
      const chosen = Object.fromEntries(new FormData(filters));
      const rows = claims(chosen);
      const shown = rows.slice(0, MOST);
      body.replaceChildren(
        ...shown.map((c) =>
          row(linked(c[1], c[0]), cell(c[2]), cell(c[3], "k"), cell(c[4].toFixed(2), "n"), cell(c[5])),
        ),
      );
      found.textContent = told(shown.length, rows.length, "claims");
      caption.textContent = found.textContent;
    };
    filters.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    filters.addEventListener("input", show);
    for (const field of filters.elements) if (query.has(field.name)) field.value = query.get(field.name);
    if ([...query.keys()].length) show();
  }

  const results = document.getElementById("results");
  if (results && data) {
    const asked = query.get("q") || "";
    const words = wordsOf(asked);
    document.getElementById("q").value = asked;
    const all = [
      ...data.claims.map((c) => [c[0], c[1], "claim", c[7]]),
      ...data.things,
    ];
    const hits = words.length ? all.filter((t) => holds(`${t[1]} ${t[3]}`.toLowerCase(), words)) : [];
    const items = hits.slice(0, MOST).map((t) => {
      const li = document.createElement("li");
      const a = document.createElement("a");
      a.href = t[0];
      a.textContent = t[1];
      const what = document.createElement("span");
      what.className = "aside";
      what.textContent = ` ${t[2]}`;
      li.append(a, what);
      return li;
    });
    const list = document.createElement("ul");
    list.append(...items);
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = asked ? `${told(items.length, hits.length, "pages")} with “${asked}”` : "";
    results.replaceChildren(said, list);
  }
})();
