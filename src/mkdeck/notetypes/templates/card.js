/* Makes of a card's question something to do: choices to pick, a line to type into, items to move; and says on the back
   how good it was.
   Runs on the front, again within the back, in a fresh page or in one that shows card after card. So it declares
   nothing global, listens on the card's own elements, or as long as they are there, and hands over to the back by what `keep` keeps. */
(function () {
  "use strict";

  const WORDS = {
    chooseOne: "[[choose_one]]",
    chooseAll: "[[choose_all]]",
    judge: "[[true_or_false]]",
    right: "[[right]]",
    wrong: "[[wrong]]",
    chosenRight: "[[your_choice_right]]",
    chosenWrong: "[[your_choice_wrong]]",
    rightAnswer: "[[right_answer]]",
    missed: "[[missed]]",
    nothing: "[[nothing_chosen]]",
    score: "[[score]]",
    excess: "[[wrongly_chosen]]",
  };
  const SLOT = "mkdeck";
  const TASKS = [
    [".mkdeck > .choices, .mkdeck > .others > .choices", setUpChoices],
[[task_list]]  ];

  for (const front of document.querySelectorAll(".answered > .mkdeck.front")) {
    // Headings of the back stand on the side on which the question begins.
    front.parentNode.dir = getComputedStyle(front).direction;
  }
  for (const [selector, setUp] of TASKS) {
    for (const task of document.querySelectorAll(selector)) {
      if (!task.classList.contains("ready")) {
        task.classList.add("ready");
        setUp(task);
      }
    }
  }

  for (const hint of document.querySelectorAll(".mkdeck.front > .hint > summary")) {
    hint.addEventListener("keydown", (event) => {
      if (isPress(event) && event.key !== " " && !isModified(event)) hint.parentNode.open = !hint.parentNode.open;
    });
  }
  // Styles do this too, where the engine knows :has.
  whenWhole(() => document.querySelectorAll(".source .alone").forEach((each) => hide(each.closest(".source").querySelector(".of"))));
  whenWhole(watchScrollers);
[[pictures]][[formulas]]
  /* The rest of the card may be still to come. */
  function whenWhole(act) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", act, { once: true });
    else act();
  }

[[tasks]]
  /* What tasks share. */

  /* A card's name, so that what was done on one is not taken for what was done on another. */
  function nameTask(task, size) {
    return task.closest(".mkdeck").getAttribute("data-id") + "/" + size;
  }

  function isAnswered(task) {
    return task.closest(".answered") !== null;
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function hide(element) {
    if (element) element.style.display = "none";
  }

  function isModified(event) {
    return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  }

  /* On a desktop, Anki keeps the space bar, Enter and digits for itself, unless something is typed; x is free. */
  function isPress(event) {
    return event.key === " " || event.key.toLowerCase() === "x";
  }

  function isTyping(event) {
    return event.target.closest !== undefined && event.target.closest("input, textarea, [contenteditable]") !== null;
  }

  /* Links wait for the back: a pick must not lead away. */
  function holdLinks(row) {
    for (const link of row.querySelectorAll("a[href]:not([onclick])")) link.removeAttribute("href");
  }

  /* Put the verdict above what was done. */
  function tell(task, tone, text) {
    const verdict = make("p", "verdict " + tone, "");
    verdict.appendChild(make("bdi", "", text)); // the card's own words may run the other way
    verdict.setAttribute("role", "status");
    task.parentNode.insertBefore(verdict, task);
    task.classList.add("judged");
  }

  /* Clients scroll to this id: what does not fit begins with the verdict. */
  function pointTo(task) {
    const verdict = task.previousElementSibling;
    if (verdict && task.getBoundingClientRect().bottom > innerHeight) verdict.id = "answer";
  }

  function isOrder(order, count) {
    return Array.isArray(order) && new Set(order).size === count && order.every((i) => i >= 0 && i < count);
  }

  function turn() {
    if (typeof showAnswer === "function") showAnswer(); // AnkiDroid
    else if (typeof pycmd === "function") pycmd("ans"); // Anki on a desktop
    else if (window.study && study.drawAnswer) study.drawAnswer(); // AnkiWeb
    else if (typeof sendMessage2 === "function") sendMessage2("ankitap", "midCenter"); // AnkiMobile
  }

  /* What the back must know. The window's name outlives a reload where there is no storage. */

  function keep(state) {
    const text = SLOT + JSON.stringify(state);
    window.name = text;
    try {
      sessionStorage.setItem(SLOT, text);
    } catch (error) {
      // No storage here.
    }
  }

  function recall(key) {
    let stored = "";
    try {
      stored = sessionStorage.getItem(SLOT);
    } catch (error) {
      // No storage here.
    }
    // A storage that became full still has what it took before, so the name comes first.
    for (const text of [window.name, stored]) {
      try {
        const state = JSON.parse(text.slice(SLOT.length));
        if (text.startsWith(SLOT) && state.key === key) return state;
      } catch (error) {
        // Nothing kept, or not by a card.
      }
    }
    return null;
  }
})();
