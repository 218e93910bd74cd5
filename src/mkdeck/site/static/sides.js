/* The sides of a card, as Anki makes them: the fields of a question, put into the templates of the package. */

function listCards(article) {
  const gaps = (article.dataset.gaps || "").split(" ").filter(Boolean);
  const name = `${article.id.slice(2)}@${article.dataset.mark}`;
  return gaps.length ? gaps.map((gap, i) => ({ key: `${name}:${gap}`, article, gap, turn: i }))
    : [{ key: name, article, gap: "", turn: 0 }];
}

function makeSides({ article, gap }) {
  const templates = TEMPLATES[gap ? "cloze" : "standard"];
  const fields = readFields(article);
  const front = fill(templates.front, { ...fields, ...writeText(article, gap, false) });
  return { front, back: fill(templates.back, { ...fields, ...writeText(article, gap, true), FrontSide: front }) };
}

/* One pass: what a field holds is never taken for a mark. */
function fill(template, fields) {
  return template.replace(
    /\{\{([#^])(\w+)\}\}([^]*?)\{\{\/\2\}\}|\{\{(?:cloze:)?(\w+)\}\}/g,
    (_, sign, section, inner, field) =>
      field ? fields[field] : Boolean(fields[section]) === (sign === "#") ? fill(inner, fields) : ""
  );
}

function readFields(article) {
  const inner = (selector) => article.querySelector(selector)?.innerHTML ?? "";
  const choices = article.querySelector(":scope > :is(.choices, .task), :scope > .others > .choices")?.cloneNode(true);
  choices?.classList.remove("ready");
  const report = article.querySelector(":scope > .solution > .report > a");
  return {
    Choices: choices ? choices.outerHTML : "",
    Answer: inner(":scope > .solution > .answer"),
    Explanation: inner(":scope > .solution > .explanation"),
    Hint: inner(":scope > .hint > div"),
    Kind: article.className.match(/kind-([\w-]+)/)[1],
    Source: inner(":scope > .solution > .source > span"),
    Report: report?.dataset.deck ?? "",
    Retired: "",
    Id: article.id.slice(2),
    Spare2: article.dataset.shared === undefined ? "" : readShared(article),
    Spare3: "",
    Subdeck: "", // which the page says already
    Spare1: article.getAttribute("dir") === "auto" ? "" : article.dir,
  };
}

/* What several questions share stands on the page once, before the first of them. */
function readShared(article) {
  let place = article;
  while (place && !place.matches(".shared")) place = place.previousElementSibling;
  return place?.querySelector(".context").innerHTML ?? "";
}

function writeText(article, gap, open) {
  const ready = article.querySelector(`template[data-gap="${gap}"]`);
  if (ready) return { Text: ready.content.children[open ? 1 : 0].innerHTML };
  const text = article.querySelector(":scope > .prompt").innerHTML;
  if (!gap) return { Question: text };
  const box = document.createElement("template");
  box.innerHTML = text;
  showGaps(box.content, gap, open);
  return { Text: box.innerHTML, Spare3: nameSpots(article, gap) };
}

/* A picture with its labels shows all of them on the page, and those of its gap on the back of a card. */
function nameSpots(article, gap) {
  const named = article.querySelector(":scope > .solution > .named")?.cloneNode(true);
  for (const each of named?.querySelectorAll(".cloze") ?? []) {
    if (!each.dataset.ordinal.split(",").includes(gap)) each.className = "cloze-inactive";
  }
  return named?.innerHTML ?? "";
}

/* On the page all gaps are closed. On a card only its own are, and none on its back. */
function showGaps(root, number, open) {
  for (const gap of root.querySelectorAll(".cloze[data-cloze]")) {
    const own = gap.dataset.ordinal.split(",").includes(number);
    if (own && !open) {
      gap.querySelector(":scope > .dots")?.replaceWith("[...]"); // which paper goes without
      continue;
    }
    const inside = document.createElement("template");
    inside.innerHTML = gap.dataset.cloze;
    showGaps(inside.content, number, open);
    gap.className = own ? "cloze" : "cloze-inactive";
    gap.removeAttribute("data-cloze");
    gap.replaceChildren(inside.content);
  }
}
