  /* Choices to pick: shuffled, a pick marked, and on the back how good it was. */

  function setUpChoices(list) {
    const items = Array.from(list.children);
    const key = nameTask(list, items.length);
    const several = list.classList.contains("multiple");
    const one = list.classList.contains("single") || list.classList.contains("judge");

    if (isAnswered(list)) {
      whenWhole(() => bringFeedback(list, items));
      const kept = recall(key);
      if (kept && isOrder(kept.order, items.length) && Array.isArray(kept.chosen)) {
        arrange(list, items, kept.order);
        if (one || several) judgeChoices(list, items, kept.chosen, several);
      }
      return;
    }
    const state = { key: key, order: shuffle(list, items), chosen: [] };
    arrange(list, items, state.order);
    keep(state);
    // A list item may be a radio button, but no check box.
    if (one || several) offerChoices(list, several ? items.map(unlist) : items, state, several);
  }

  function offerChoices(list, items, state, several) {
    const shown = state.order.map((i) => items[i]);
    const turns = !several && list.closest(".mkdeck").classList.contains("turns");
    let timer = 0;

    list.classList.add("tappable");
    list.setAttribute("role", several ? "group" : "radiogroup");
    list.setAttribute(
      "aria-label",
      several ? WORDS.chooseAll : list.classList.contains("judge") ? WORDS.judge : WORDS.chooseOne
    );
    for (const item of items) {
      item.classList.add("tappable");
      item.setAttribute("role", several ? "checkbox" : "radio");
      holdLinks(item);
    }
    show();

    // Some clients look for the class on just what was touched, which may be a formula set a moment ago.
    list.addEventListener("touchstart", (event) => event.target.classList.add("tappable"), { passive: true });
    list.addEventListener("click", (event) => {
      const item = event.target.closest(".choice");
      const own = event.target.closest("[onclick], button, summary, audio, video"); // what plays or opens by itself
      if (item && !(own && item.contains(own)) && getSelection().isCollapsed) pick(item, true);
    });
    list.addEventListener("keydown", (event) => {
      const item = event.target;
      const at = shown.indexOf(item);
      if (at < 0 || isModified(event)) return;
      const back = getComputedStyle(list).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
      const ahead = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      if (event.key === "ArrowDown" || event.key === ahead) move(at + 1);
      else if (event.key === "ArrowUp" || event.key === back) move(at - 1);
      else if (isPress(event)) pick(item, true);
      // Enter on what is picked goes on to the client, which turns the card.
      else if (event.key === "Enter" && !state.chosen.includes(items.indexOf(item))) pick(item, true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });

    // On a card alone, 1 to 9 pick wherever the focus is, until another card takes its place.
    if (list.closest(".front")) {
      addEventListener("keydown", function pickByDigit(event) {
        if (!list.isConnected) removeEventListener("keydown", pickByDigit);
        else if (/^[1-9]$/.test(event.key) && shown[event.key - 1] && !isModified(event) && !isTyping(event)) {
          pick(shown[event.key - 1], true);
          shown[event.key - 1].focus();
          event.preventDefault();
        }
      });
    }

    function move(at) {
      const item = shown[(at + shown.length) % shown.length];
      if (!several) pick(item, false);
      item.focus();
    }

    function pick(item, meant) {
      const i = items.indexOf(item);
      if (!several) state.chosen = [i];
      else if (state.chosen.includes(i)) state.chosen = state.chosen.filter((each) => each !== i);
      else state.chosen = state.chosen.concat(i);
      keep(state);
      show();
      clearTimeout(timer);
      // By then the card may be gone.
      if (turns && meant) timer = setTimeout(() => list.isConnected && turn(), 450);
    }

    function show() {
      const stop = several ? null : items[state.chosen[0]] || shown[0];
      items.forEach((item, i) => {
        const chosen = state.chosen.includes(i);
        item.classList.toggle("chosen", chosen);
        item.setAttribute("aria-checked", String(chosen));
        item.tabIndex = several || item === stop ? 0 : -1;
      });
    }
  }

  /* Fisher and Yates: every order is equally likely. Pinned choices keep their place. */
  function shuffle(list, items) {
    const written = items.map((item, i) => i);
    if (list.classList.contains("fixed")) return written;
    const pinned = (i) => items[i].classList.contains("pinned");
    const free = written.filter((i) => !pinned(i));
    for (let last = free.length - 1; last > 0; last--) {
      const drawn = Math.floor(Math.random() * (last + 1));
      const moved = free[last];
      free[last] = free[drawn];
      free[drawn] = moved;
    }
    return written.map((i) => (pinned(i) ? i : free.pop()));
  }

  /* Feedback that plays something stands apart, or the front would play it; here it goes to its choice. */
  function bringFeedback(list, items) {
    const reasons = list.closest(".answered").querySelector(".reasons");
    if (!reasons) return;
    for (const reason of Array.from(reasons.children)) {
      const item = items[reason.value - 1];
      if (!item) continue;
      const feedback = make("div", "feedback", "");
      while (reason.firstChild) feedback.appendChild(reason.firstChild);
      item.appendChild(feedback);
      reason.remove();
    }
    const around = reasons.parentNode;
    if (!reasons.children.length) reasons.remove();
    if (!around.children.length) around.remove();
  }

  function judgeChoices(list, items, chosen, several) {
    const right = items.filter((item) => item.classList.contains("right"));
    const hits = chosen.filter((i) => right.includes(items[i])).length;
    const excess = chosen.length - hits;
    let tone = "wrong";
    let text = WORDS.wrong;
    if (!chosen.length) {
      tone = "nothing";
      text = WORDS.nothing;
    } else if (several) {
      tone = excess || hits < right.length ? (hits ? "partly" : "wrong") : "right";
      text = WORDS.score.replace("{n}", hits).replace("{m}", right.length);
      if (excess) text += " · " + WORDS.excess.replace("{n}", excess);
    } else if (hits) {
      tone = "right";
      text = WORDS.right;
    }
    tell(list, tone, text);

    items.forEach((item, i) => {
      const isRight = right.includes(item);
      const isChosen = chosen.includes(i);
      item.classList.toggle("chosen", isChosen);
      item.classList.toggle("missed", isRight && !isChosen && several && chosen.length > 0);
      let mark = "";
      if (isChosen) mark = isRight ? WORDS.chosenRight : WORDS.chosenWrong;
      else if (isRight) mark = several && chosen.length ? WORDS.missed : WORDS.rightAnswer;
      if (mark) item.insertBefore(make("div", "mark", mark), item.querySelector(".feedback"));
    });
    pointTo(list);
  }

  function unlist(item) {
    const row = make("div", item.className, "");
    while (item.firstChild) row.appendChild(item.firstChild);
    item.replaceWith(row);
    return row;
  }

  function arrange(list, items, order) {
    for (const i of order) list.appendChild(items[i]);
  }
