  /* Two columns to match: pick on the left, then on the right. One right side may serve several left ones. */

  function setUpPairs(box) {
    const lefts = Array.from(box.querySelector(".lefts").children);
    const rights = Array.from(box.querySelector(".rights").children);
    const key = nameTask(box, lefts.length + "-" + rights.length);
    if (isAnswered(box)) {
      whenWhole(() => judgePairs(box, lefts, rights, recall(key)));
      return;
    }
    const state = { key: key, matched: lefts.map(() => null) };
    keep(state);
    offerPairs(box, lefts, rights, state);
  }

  function offerPairs(box, lefts, rights, state) {
    let open = 0; // the left side that the next pick on the right goes to
    box.classList.add("tappable");
    prepare(lefts, pickLeft);
    prepare(rights, pickRight);
    for (const left of lefts) left.appendChild(make("span", "to", ""));
    show();

    function prepare(rows, pick) {
      rows[0].parentNode.setAttribute("role", "radiogroup");
      rows[0].parentNode.setAttribute("aria-label", "[[match_up]]");
      rows.forEach((row, i) => {
        row.classList.add("tappable");
        row.setAttribute("role", "radio");
        holdLinks(row);
        row.addEventListener("click", (event) => {
          if (!event.target.closest("[onclick], button, audio, video")) pick(i, false);
        });
        row.addEventListener("keydown", (event) => {
          if (event.target !== row || isModified(event)) return;
          const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
          const here = rows.indexOf(row);
          if (step) focusOn(rows, (here + step + rows.length) % rows.length);
          else if (isPress(event) || (event.key === "Enter" && row.getAttribute("aria-checked") !== "true")) pick(i, true);
          else return;
          event.preventDefault();
          event.stopPropagation();
        });
      });
    }

    function pickLeft(i, byKey) {
      open = i;
      show();
      if (byKey) focusOn(rights, state.matched[i] || 0);
    }

    function pickRight(i, byKey) {
      const at = open;
      state.matched[at] = i;
      keep(state);
      const next = state.matched.indexOf(null);
      open = next < 0 ? at : next;
      show();
      if (byKey) focusOn(lefts, open);
    }

    function focusOn(rows, i) {
      rows.forEach((row, each) => (row.tabIndex = each === i ? 0 : -1));
      rows[i].focus();
    }

    function show() {
      lefts.forEach((left, i) => {
        const to = state.matched[i];
        left.classList.toggle("chosen", i === open);
        left.classList.toggle("filled", to !== null);
        left.setAttribute("aria-checked", String(i === open));
        left.tabIndex = i === open ? 0 : -1;
        left.querySelector(".to").textContent = to === null ? "" : letter(to);
        left.setAttribute("aria-label", nameOf(left) + (to === null ? "" : " \u2192 " + nameOf(rights[to])));
      });
      rights.forEach((right, i) => {
        const chosen = state.matched[open] === i;
        right.classList.toggle("chosen", chosen);
        right.classList.toggle("used", state.matched.includes(i));
        right.setAttribute("aria-checked", String(chosen));
        right.tabIndex = i === (state.matched[open] || 0) ? 0 : -1;
      });
    }
  }

  function nameOf(row) {
    return (row.querySelector(".said") || row).textContent.trim();
  }

  /* As the badges count: A to Z. */
  function letter(i) {
    return (i >= 26 ? letter(Math.floor(i / 26) - 1) : "") + String.fromCharCode(65 + (i % 26));
  }

  function judgePairs(box, lefts, rights, kept) {
    const answer = box.closest(".answered").querySelector(".answer[data-pairs]");
    if (!answer || !kept || !Array.isArray(kept.matched) || kept.matched.length !== lefts.length) return;
    const right = answer.dataset.pairs.split(" ").map(Number);
    if (kept.matched.every((each) => each === null)) {
      tell(box, "nothing", WORDS.nothing);
      return;
    }
    const marks = judgePlaces(right, kept.matched);
    lefts.forEach((left, i) => {
      const to = kept.matched[i];
      left.classList.add(marks[i] ? "right" : "wrong");
      left.appendChild(make("span", "to", to === null || !rights[to] ? "\u2013" : letter(to)));
      const words = marks[i] ? WORDS.right : WORDS.rightAnswer + ": " + letter(right[i]);
      left.appendChild(make("div", marks[i] ? "unseen" : "mark", words));
    });
    tellScore(box, marks.filter(Boolean).length, lefts.length);
    pointTo(box);
  }
