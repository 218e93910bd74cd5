/* The self-test: one card after the other, as in Anki, then the score. */

const OBJECT = "\ufffc"; // which stands in a text for what is none

function startTest(questions) {
  const find = (id) => document.getElementById(id);
  const cards = questions.flatMap(listCards);
  const keys = cards.map((card) => card.key);
  const byKey = new Map(cards.map((card) => [card.key, card]));
  const place = document.querySelector(".known");
  const store = place.dataset.store;
  const state = recall(store, keys);
  let shown = null;

  /* A second gap of a text comes when all first ones have been asked, as the first card shows what is in it. */
  const inOrder = () => [...cards].sort((one, other) => one.turn - other.turn).map((card) => card.key);
  const missed = () => (state.round?.cards ?? []).filter((key, i) => state.round.answers[i] === false);
  const finished = () => state.round && state.round.answers.length === state.round.cards.length;

  function show(view) {
    document.body.dataset.view = view;
    find("all").setAttribute("aria-expanded", String(view === "all"));
    if (view !== "test") find("card").replaceChildren();
    if (view === "start" || view === "all") offer();
    if (view === "all") setUpCard(); // what is wide can be scrolled by key
    scrollTo(0, 0);
  }

  function offer() {
    const open = state.round && !finished();
    const rest = finished() && missed().length > 0;
    find("go-on").hidden = !open;
    find("again").hidden = !rest;
    const begin = find("begin");
    begin.dataset.first ??= begin.textContent;
    begin.textContent = state.round ? begin.dataset.anew : begin.dataset.first;
    begin.classList.toggle("primary", !open && !rest);
    showKnown(place);
  }

  function begin(order, whole) {
    state.round = { whole, cards: order, answers: [] };
    keep(store, state, keys.length);
    ask();
  }

  const beginAnew = () => begin(inOrder(), true);
  const beginAgain = () => begin(missed(), false);

  function ask() {
    if (finished()) {
      sumUp();
      return;
    }
    const at = state.round.answers.length;
    const card = byKey.get(state.round.cards[at]);
    shown = { card, ...makeSides(card), turned: false };
    show("test");
    put(shown.front);
    const heading = find("place");
    heading.textContent = sayCounts(heading.dataset.text, at + 1, state.round.cards.length);
    find("progress").max = state.round.cards.length;
    find("progress").value = at;
    find("said").textContent = "";
    const picks = find("card").querySelector(":is(.choices, .task).tappable") !== null;
    offerActions(picks ? ["check"] : ["reveal"]);
    (find("card").querySelector(".field") ?? heading).focus({ preventScroll: true });
  }

  function put(page) {
    find("card").innerHTML = page;
    setUpCard();
    // No card is turned here: a button shows the answer.
    for (const place of find("card").querySelectorAll(".invitation > bdi")) place.textContent = find("card").dataset.think;
    find("actions").classList.remove("below");
  }

  function offerActions(names) {
    for (const button of find("actions").children) button.hidden = !names.includes(button.id);
  }

  function turn() {
    if (!shown || shown.turned) return;
    shown.turned = true;
    put(shown.back);
    const verdict = find("card").querySelector(".verdict");
    // What was typed in other words may be right, too.
    const open = find("card").querySelector(".entry.text") !== null && !verdict?.classList.contains("right");
    if (verdict && !open) {
      answer(verdict.classList.contains("right"));
      find("said").textContent = verdict.textContent;
      offerActions(["next"]);
      find("next").focus({ preventScroll: true });
    } else {
      find("said").textContent = verdict?.textContent ?? "";
      offerActions(["not-yet", "knew-it"]);
      // On the answer: a key that is pressed once more must not say that one knew it.
      const answer = find("card").querySelector(".answer") ?? find("card").querySelector(".cloze:not(mrow)") ?? find("place");
      answer.tabIndex = -1;
      answer.focus({ preventScroll: true });
    }
    bringIntoView(verdict ?? find("card").querySelector(".answer") ?? find("card").querySelector(".cloze") ?? find("card"));
  }

  /* All that came with the back, from its verdict on, or as much of it as there is room for. */
  function bringIntoView(first) {
    const bar = find("actions");
    const last = find("card").querySelector(".explanation") ?? find("card").querySelector(".answer") ?? first;
    const hidden = () => last.getBoundingClientRect().bottom + 16 - (innerHeight - bar.offsetHeight);
    const above = first.getBoundingClientRect().top - 16;
    if (above < 0 || hidden() > 0) scrollBy({ top: Math.min(hidden(), above), behavior: "instant" });
    bar.classList.toggle("below", hidden() > 0);
  }

  function answer(right) {
    state.known[shown.card.key] = right;
    state.round.answers.push(right);
    keep(store, state, keys.length);
    find("progress").value = state.round.answers.length;
  }

  function judge(right) {
    answer(right);
    ask();
  }

  function sumUp() {
    show("score");
    const { cards: asked, answers } = state.round;
    const right = answers.filter(Boolean).length;
    const total = find("total");
    total.textContent = sayCounts(total.dataset.text, right, asked.length);
    find("meter").style.width = `${(100 * right) / asked.length}%`;
    const wrong = [...new Set(missed().map((key) => byKey.get(key).article))];
    find("again-now").hidden = find("missed").hidden = wrong.length === 0;
    find("over").classList.toggle("primary", wrong.length === 0);
    find("missed").querySelector("ul").replaceChildren(...wrong.map(nameQuestion));
    total.focus({ preventScroll: true });
  }

  function nameQuestion(article) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const prompt = article.querySelector(".prompt");
    link.href = `#${article.id}`;
    link.dir = article.dir;
    link.append(...sayShort(prompt.querySelector(":scope > p") ?? prompt, 120));
    item.append(link);
    return item;
  }

  /* What an element says, cut between words: its text, its formulas, and a blank for each gap that gives no hint. */
  function sayShort(element, most) {
    const copy = element.cloneNode(true);
    for (const gap of copy.querySelectorAll(".cloze > .dots")) gap.replaceWith("___");
    for (const gap of copy.querySelectorAll("math .cloze.dots")) gap.innerHTML = "<mtext>___</mtext>";
    const formulas = [...copy.querySelectorAll("math")];
    for (const formula of formulas) formula.replaceWith(OBJECT);
    const texts = cutShort(copy.textContent.trim().replace(/\s+/g, " "), most).split(OBJECT);
    return texts.flatMap((text, i) => (i ? [formulas[i - 1] ?? "", text] : [text]));
  }

  function cutShort(text, most) {
    if (text.length <= most) return text;
    const cut = text.slice(0, most - 1).replace(/\s*\[[^\]]*$/, "");
    const words = cut.replace(/\s+\S*$/, "");
    return `${2 * words.length > most ? words : cut} …`; // some scripts put no blanks between words
  }

  /* An address with a question's id shows that question. */
  function follow() {
    const article = questions.find((each) => `#${each.id}` === location.hash);
    if (!article) return;
    show("all");
    article.querySelector(".solution").open = true;
    article.scrollIntoView();
  }

  find("begin").onclick = find("over").onclick = beginAnew;
  find("again").onclick = find("again-now").onclick = beginAgain;
  find("go-on").onclick = ask;
  find("all").onclick = () => show(document.body.dataset.view === "all" ? "start" : "all");
  find("print").onclick = () => print();
  find("check").onclick = find("reveal").onclick = turn;
  find("next").onclick = ask;
  find("knew-it").onclick = () => judge(true);
  find("not-yet").onclick = () => judge(false);
  // A pick that turns the card, where the course wants that, asks for this as AnkiDroid has it.
  window.showAnswer = turn;
  addEventListener("keydown", (event) => {
    const busy = event.target.closest("a, button, summary, audio, video") || event.defaultPrevented || event.repeat;
    const decided = !find("reveal").hidden || find("card").querySelector(".chosen");
    if (event.key !== "Enter" || document.body.dataset.view !== "test" || busy || !decided || shown.turned) return;
    event.preventDefault(); // or the same press would click what has the focus then
    turn();
  });
  addEventListener("hashchange", follow);

  show("start");
  follow();
}
