// Searches the edition's pages in the browser. No request is made: the words are in search-index.js.
"use strict";
(() => {
  const { pages, texts } = HALFTERM_SEARCH;
  const rows = HALFTERM_SEARCH.rows.map(([page, anchor, heading, parts]) =>
    [page, anchor, heading, parts.map(part => texts[part]).join(" ")]);
  const MOST = 40, LEAD = 60, SPAN = 220;
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const split = text => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const titles = pages.map(([, title, kind]) => split(`${title} ${kind}`));
  const heads = rows.map(row => split(row[2]));
  const bodies = rows.map(row => split(row[3]));
  const known = [...new Set([...titles, ...heads, ...bodies].flat())];

  // One letter wrong, left out, put in, or two changed round.
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const x = a.slice(i), y = b.slice(i);
    return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y ||
      (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  };
  // A word asked for stands for all words that begin with it; where there are none, for its near misses.
  const meant = word => {
    const begins = known.filter(k => k.startsWith(word));
    return new Set(begins.length || word.length < 4 ? begins : known.filter(k => near(k, word)));
  };
  const points = (words, wanted, weight, exact) => {
    let best = 0;
    for (const w of words) if (wanted.has(w)) best = Math.max(best, w === exact ? 2 : 1);
    return best * weight;
  };
  const find = asked => {
    const wanted = asked.map(meant), found = new Map();
    rows.forEach(([page], r) => {
      let score = 0;
      for (const [i, set] of wanted.entries()) {
        const here = points(titles[page], set, 6, asked[i]) + points(heads[r], set, 3, asked[i]) +
          points(bodies[r], set, 1, asked[i]);
        if (!here) return;
        score += here;
      }
      const best = found.get(page);
      if (!best || score > best.score) found.set(page, { score, row: r, wanted });
    });
    return [...found].sort(([p, a], [q, b]) => b.score - a.score || p - q);
  };

  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  // The words round the first hit, with every hit marked.
  const passage = (text, wanted) => {
    const hit = w => wanted.some(set => set.has(fold(w)));
    const parts = text.split(/([\p{L}\p{M}\p{N}]+)/u);
    let place = 0, first = 0;
    for (const part of parts) { if (hit(part)) { first = place; break; } place += part.length; }
    const start = first <= LEAD ? 0 : text.indexOf(" ", first - LEAD) + 1;
    const end = text.length - start <= SPAN ? text.length : text.lastIndexOf(" ", start + SPAN);
    const line = make("p", start ? "… " : "");
    for (const part of text.slice(start, end).split(/([\p{L}\p{M}\p{N}]+)/u)) {
      line.append(hit(part) ? make("mark", part) : part);
    }
    if (end < text.length) line.append(" …");
    return line;
  };
  const item = ([page, { row, wanted }]) => {
    const [path, title, kind] = pages[page], [, anchor, heading, text] = rows[row];
    const link = Object.assign(make("a", title), { href: anchor ? `${path}#${anchor}` : path });
    const head = make("h2", ""), entry = make("li", "");
    head.append(link);
    entry.append(head, Object.assign(make("p", heading ? `${kind} › ${heading}` : kind), { className: "kind" }));
    if (text) entry.append(passage(text, wanted));
    return entry;
  };

  const form = document.querySelector("form"), box = form.querySelector("input");
  const said = document.querySelector("#said"), list = document.querySelector("#found");
  const all = document.querySelector("#all");
  const show = () => {
    const asked = split(box.value), found = asked.length ? find(asked) : [];
    list.replaceChildren(...found.slice(0, MOST).map(item));
    list.hidden = !found.length;
    all.hidden = found.length > 0;
    const more = found.length > MOST ? `; the first ${MOST} are shown` : "";
    said.textContent = !asked.length ? "" : found.length
      ? `${found.length} ${found.length === 1 ? "page" : "pages"} found${more}.`
      : "No page has all of these words. Every page is listed below.";
  };
  form.hidden = false;
  box.value = new URLSearchParams(location.hash.slice(1)).get("q") || "";
  let waiting = 0;
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    history.replaceState(null, "", `#${new URLSearchParams({ q: box.value })}`);
    show();
  });
  show();
})();
