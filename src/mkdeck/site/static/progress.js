/* What a student has answered, kept in the browser. A card's key changes with the question, so that an answer to what
   was asked before never counts for what is asked now. */

function readStore(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {}; // no storage here, or not what this page wrote
  }
}

/* `known`: whether the latest answer to a card was right, by its key.
   `round`: the cards being asked, and whether each answer so far was right; `whole` if it is about all cards. */
function recall(store, keys) {
  const said = readStore(store);
  const known = {};
  for (const key of keys) if (typeof said.known?.[key] === "boolean") known[key] = said.known[key];
  return { known, round: recallRound(said.round, keys) };
}

function recallRound(said, keys) {
  if (!Array.isArray(said?.cards) || !Array.isArray(said.answers)) return null;
  const asked = said.cards.map((key, i) => [key, said.answers[i]]).filter(([key]) => keys.includes(key));
  const answers = asked.map(([, answer]) => answer).filter((answer) => typeof answer === "boolean");
  const cards = asked.map(([key]) => key);
  const fresh = said.whole ? keys.filter((key) => !cards.includes(key)) : [];
  const done = answers.length === cards.length;
  if (!cards.length || new Set(cards).size < cards.length) return null;
  return { whole: Boolean(said.whole), cards: done ? cards : cards.concat(fresh), answers };
}

function keep(store, { known, round }, total) {
  const right = Object.values(known).filter(Boolean).length;
  try {
    localStorage.setItem(store, JSON.stringify({ known, round, right, total }));
  } catch {
    // no storage here: the test goes on, and is forgotten with the page
  }
}

const sayCounts = (text, n, m) => text.replace("{n}", n).replace("{m}", m);

function showKnown(place) {
  const { right, total } = readStore(place.dataset.store);
  place.hidden = !(Number.isInteger(right) && Number.isInteger(total) && right >= 0 && total >= right && total > 0);
  if (!place.hidden) place.textContent = sayCounts(place.dataset.text, right, total);
}
