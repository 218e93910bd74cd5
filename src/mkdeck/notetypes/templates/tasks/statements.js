  /* Statements to judge, each on its own. */

  function setUpStatements(list) {
    const rows = Array.from(list.children);
    const key = nameTask(list, rows.length);
    // What stands beside the buttons moves as one.
    for (const row of rows) {
      const said = make("div", "said", "");
      while (row.firstChild) said.appendChild(row.firstChild);
      row.appendChild(said);
    }

    if (isAnswered(list)) {
      whenWhole(() => judgeStatements(list, rows, recall(key)));
      return;
    }
    const state = { key: key, picked: rows.map(() => null) };
    keep(state);
    list.classList.add("tappable");
    rows.forEach((row, i) =>
      offerPair(row, (value) => {
        state.picked[i] = value;
        keep(state);
      })
    );
  }

  /* Two buttons beside a statement, one of which may be pressed. */
  function offerPair(row, tellPick) {
    const group = make("div", "pair tappable", "");
    const buttons = ["[[true]]", "[[false]]"].map((word) => make("div", "pick tappable", word));
    let chosen = -1;
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", row.textContent.trim());
    for (const button of buttons) {
      button.setAttribute("role", "radio");
      group.appendChild(button);
    }
    row.appendChild(group);
    holdLinks(row);
    show();

    group.addEventListener("click", (event) => {
      const i = buttons.indexOf(event.target);
      if (i >= 0) pick(i);
    });
    group.addEventListener("keydown", (event) => {
      const i = buttons.indexOf(event.target);
      if (i < 0 || isModified(event)) return;
      if (/^Arrow/.test(event.key)) {
        pick(1 - i);
        buttons[1 - i].focus();
      } else if (isPress(event)) pick(i);
      // Enter on what is picked goes on to the client, which turns the card.
      else if (event.key === "Enter" && chosen !== i) pick(i);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });

    function pick(i) {
      chosen = i;
      tellPick(i === 0);
      show();
    }

    function show() {
      buttons.forEach((button, i) => {
        button.classList.toggle("chosen", i === chosen);
        button.setAttribute("aria-checked", String(i === chosen));
        button.tabIndex = i === Math.max(0, chosen) ? 0 : -1;
      });
    }
  }

  function judgeStatements(list, rows, kept) {
    const keys = list.closest(".answered").querySelector(".keys");
    if (!keys || keys.children.length !== rows.length) return;
    const picked = kept && Array.isArray(kept.picked) && kept.picked.length === rows.length ? kept.picked : [];
    const marks = judgePicks(Array.from(keys.children, (item) => item.classList.contains("true")), picked);
    rows.forEach((row, i) => {
      const item = keys.children[i];
      const isTrue = item.classList.contains("true");
      const group = make("div", "pair", "");
      [true, false].forEach((value) => {
        const button = make("div", "pick", value ? "[[true]]" : "[[false]]");
        button.classList.toggle("right", value === isTrue);
        button.classList.toggle("chosen", value === picked[i]);
        group.appendChild(button);
      });
      row.classList.add(marks[i]);
      row.appendChild(group);
      const words = { right: WORDS.chosenRight, wrong: WORDS.chosenWrong, open: WORDS.nothing };
      row.appendChild(make("div", "mark", words[marks[i]]));
      const feedback = item.querySelector(".feedback");
      if (feedback) row.appendChild(feedback);
    });
    keys.remove();
    if (marks.every((mark) => mark === "open")) tell(list, "nothing", WORDS.nothing);
    else tellScore(list, marks.filter((mark) => mark === "right").length, rows.length);
    pointTo(list);
  }

  /* How each pick (true, false, or neither) compares with what is right. */
  function judgePicks(right, picked) {
    return right.map((value, i) => (picked[i] === value ? "right" : picked[i] === !value ? "wrong" : "open"));
  }
