  /* A line to type into: a number, or an answer in words. */

  function setUpEntry(box) {
    const key = nameTask(box, "entry");
    if (isAnswered(box)) {
      whenWhole(() => judgeEntry(box, recall(key)));
      return;
    }
    const state = { key: key, typed: "" };
    const field = document.createElement("input");
    const isNumber = box.classList.contains("number");
    keep(state);
    field.type = "text";
    field.className = "field tappable";
    field.inputMode = isNumber ? "decimal" : "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.setAttribute("autocapitalize", "off");
    field.setAttribute("autocorrect", "off");
    field.setAttribute("enterkeyhint", "done");
    field.setAttribute("aria-label", isNumber ? "[[type_number]]" : "[[type_answer]]");
    field.placeholder = isNumber ? "[[type_number]]" : "[[type_answer]]";
    box.insertBefore(field, box.firstChild);
    if (isNumber) box.insertBefore(makeSignKey(field), field);
    box.classList.add("tappable");
    // As Anki does with its own line on a desktop; on a phone the keyboard would cover the question.
    if (typeof pycmd === "function") whenWhole(() => field.focus({ preventScroll: true }));

    field.addEventListener("input", () => {
      state.typed = field.value;
      keep(state);
    });
    // What is typed must neither grade nor turn the card: clients listen for digits, blanks and letters.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      field.addEventListener(kind, (event) => {
        if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          if (kind === "keydown") turn();
        }
        if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Escape") event.stopPropagation();
      });
    }
  }

  /* Number keys of phones have no sign. */
  function makeSignKey(field) {
    const key = make("button", "sign tappable", "\u00b1");
    key.type = "button";
    key.setAttribute("aria-label", "\u00b1");
    key.addEventListener("click", () => {
      field.value = /^\s*[-\u2212]/.test(field.value) ? field.value.replace(/^\s*[-\u2212]/, "") : "\u2212" + field.value;
      field.dispatchEvent(new Event("input"));
      field.focus();
    });
    return key;
  }

  function judgeEntry(box, kept) {
    const answer = box.closest(".answered").querySelector(".answer[data-low], .answer[data-accept]");
    const typed = kept && typeof kept.typed === "string" ? kept.typed.trim() : "";
    if (!answer || !typed) {
      if (kept && answer) tell(box, "nothing", "[[nothing_typed]]");
      return;
    }
    const shown = make("bdi", "typed", "");
    const data = answer.dataset;
    let tone;
    if (data.low !== undefined) {
      tone = judgeNumber(typed, Number(data.low), Number(data.high), data.unit || "");
      shown.textContent = typed;
    } else {
      const accepted = JSON.parse(data.accept).concat(data.answer || []);
      const found = judgeText(typed, accepted, data.accents === "ignore");
      tone = found.tone;
      for (const piece of found.pieces) shown.appendChild(make(piece.slipped ? "mark" : "span", "", piece.text));
    }
    box.classList.add(tone);
    box.insertBefore(shown, box.firstChild);
    tell(box, tone === "nearly" ? "partly" : tone, tone === "nearly" ? "[[nearly]]" : tone === "right" ? WORDS.right : WORDS.wrong);
    pointTo(box);
  }

  /* Whether a number that was typed lies between two others, in any way to read it; "wrong" also where it is none.
     The room is for the last bits of fractions such as 1/3. */
  function judgeNumber(typed, low, high, unit) {
    const room = 1e-15 * Math.max(Math.abs(low), Math.abs(high));
    return readNumbers(typed, unit).some((value) => value >= low - room && high + room >= value) ? "right" : "wrong";
  }

  /* All that a typed number may mean: 3,14 and 3.14; 1 234,5; 1e-3; 1.5·10^3; 1/3; 1 1/2; 50 %. */
  function readNumbers(typed, unit) {
    const powers = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    if (typed.length > 100) return [];
    let text = takeUnit(typed.trim(), foldUnit(unit))
      .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b]+/g, (all) =>
        "^" + Array.from(all, (sign) => (sign === "\u207b" ? "-" : sign === "\u207a" ? "+" : powers.indexOf(sign))).join("")
      )
      .replace(/[\u00bc-\u00be\u2150-\u215e]/g, " $&")
      .trim()
      .normalize("NFKC")
      .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
      .replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
      .replace(/[\u0966-\u096f]/g, (digit) => digit.charCodeAt(0) - 0x966)
      .replace(/\u066b/g, ".")
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace(/[\u2044\u2215]/g, "/")
      .replace(/\s*([\u00b7\u22c5\u2219\u00d7*x]|[/^%\u2030]|\be(?=\s*[+-]?\d))\s*/gi, "$1")
      .replace(/^([+-])\s+/, "$1")
      .replace(/(\d)[\s'\u2019_\u066c](?=\d{3}(?!\d))/g, "$1");
    const share = /%$/.test(text) ? -2 : /\u2030$/.test(text) ? -3 : 0;
    text = text.replace(/[%\u2030]$/, "");
    const power = /^(?:([+-]?[\d.,]+)[\u00b7\u22c5\u2219\u00d7*x])?([+-]?)10\^([+-]?\d{1,3})$/i.exec(text);
    if (power && !(power[1] && power[2])) {
      return readDecimals(power[1] || power[2] + "1").map((value) => Number(value + "e" + (Number(power[3]) + share)));
    }
    const plain = /^([+-]?[\d.,]+)(?:e([+-]?\d{1,3}))?$/i.exec(text);
    if (plain) return readDecimals(plain[1]).map((value) => Number(value + "e" + (Number(plain[2] || 0) + share)));
    return readFractions(text).map((value) => value * Number("1e" + share));
  }

  /* A unit stands behind a number, or before it, as $ does. */
  function takeUnit(text, unit) {
    for (let i = 0; unit && text.length > i; i++) {
      if (foldUnit(text.slice(i)) === unit) return text.slice(0, i).trim();
      if (foldUnit(text.slice(0, i + 1)) === unit) return text.slice(i + 1).trim();
    }
    return text;
  }

  /* What counts of a unit: m/s² and m/s^2 are one, and so are N m and N*m, metres and Metres, but not mW and MW. */
  function foldUnit(unit) {
    return unit
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace(/[\s^()\u00b7\u22c5\u2219*\u00d7]/g, "")
      .replace(/[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]{4,}/g, (word) => word.toLowerCase());
  }

  function readFractions(text) {
    const parts = /^(?:([+-]?\d+)\s)?([+-]?[\d.,]+)\/([\d.,]+)$/.exec(text);
    if (!parts || (parts[1] && !(/^\d+$/.test(parts[2]) && /^\d+$/.test(parts[3])))) return [];
    const sign = parts[1] && parts[1].startsWith("-") ? -1 : 1;
    return readDecimals(parts[2]).flatMap((above) =>
      readDecimals(parts[3]).filter(Number).map((below) => Number(parts[1] || 0) + (sign * Number(above)) / Number(below))
    );
  }

  /* The ways to read digits with points and commas, as texts that JavaScript reads. */
  function readDecimals(text) {
    const [, sign, digits] = /^([+-]?)([\d.,]*)$/.exec(text);
    const grouped = (part, mark) => {
      const groups = part.split(mark);
      return /^[1-9]\d{0,2}$/.test(groups[0]) && groups.slice(1).every((each) => /^\d{3}$/.test(each));
    };
    const whole = /^(?:\d+[.,]?\d*|[.,]\d+)$/.test(digits) ? [digits.replace(",", ".")] : [];
    for (const mark of [",", "."]) {
      const other = mark === "," ? "." : ",";
      const [before, after, more] = digits.split(other);
      if (more !== undefined || !before.includes(mark) || !grouped(before, mark)) continue;
      if (after === undefined || /^\d*$/.test(after)) whole.push(before.split(mark).join("") + "." + (after || "0"));
    }
    return whole.map((each) => sign + each);
  }

  /* Typed words beside all that is accepted: the best of right, nearly and wrong, and where they slip. */
  function judgeText(typed, accepted, loose) {
    const said = foldText(typed, loose);
    const whole = [{ text: typed, slipped: false }];
    if (accepted.some((each) => foldText(each, loose) === said)) return { tone: "right", pieces: whole };
    for (const each of accepted) {
      const at = findSlip(said, foldText(each, loose));
      if (at >= 0) {
        const shown = foldBlanks(typed);
        const end = Math.min(at + 1, shown.length);
        const start = Math.min(at, Math.max(0, shown.length - 1));
        return {
          tone: "nearly",
          pieces: [
            { text: shown.slice(0, start), slipped: false },
            { text: shown.slice(start, end), slipped: true },
            { text: shown.slice(end), slipped: false },
          ],
        };
      }
    }
    return { tone: "wrong", pieces: whole };
  }

  function foldBlanks(text) {
    return text.normalize("NFC").trim().replace(/\s+/g, " ");
  }

  function foldText(text, loose) {
    const same = foldBlanks(text)
      .toLowerCase()
      .replace(/[\u2018\u2019\u201a\u201b\u2039\u203a\u0060\u00b4]/g, "'")
      .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
      .replace(/[\u2010-\u2015\u2212]/g, "-");
    return loose ? same.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC") : same;
  }

  /* Where a text slips once in one of its words of five letters or more; -1 where it slips elsewhere, or more often. */
  function findSlip(said, right) {
    const ours = said.split(" ");
    const theirs = right.split(" ");
    if (ours.length !== theirs.length) return -1;
    const wrong = ours.flatMap((word, i) => (word === theirs[i] ? [] : [i]));
    if (wrong.length !== 1 || theirs[wrong[0]].length < 5) return -1;
    const one = ours[wrong[0]];
    const other = theirs[wrong[0]];
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const rests = [
      [one.slice(at + 1), other.slice(at + 1)], // another letter
      [one.slice(at + 1), other.slice(at)], // a letter too many
      [one.slice(at), other.slice(at + 1)], // a letter too few
    ];
    const swapped = one[at + 1] === other[at] && one[at] === other[at + 1] && one.slice(at + 2) === other.slice(at + 2);
    if (!swapped && !rests.some(([rest, same]) => rest === same)) return -1;
    return ours.slice(0, wrong[0]).join(" ").length + (wrong[0] ? 1 : 0) + at;
  }
