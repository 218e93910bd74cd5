  /* Gaps in formulas: Anki writes their signs, or what is in them, into a formula without a trace. MathJax gives them
     a class before they are typeset, where nothing else of a formula changes by that; elsewhere they stay unmarked. */

  function watchFormulas() {
    const prompt = document.querySelector(".mkdeck.kind-cloze > .prompt");
    if (!prompt || typeof MathJax === "undefined" || !MathJax.startup) return;
    const ready = () => markFormulas(prompt).catch(() => {});
    // Clients wait for this before they typeset. What they typeset earlier is left as it is.
    if (typeof onUpdateHook !== "undefined" && Array.isArray(onUpdateHook)) onUpdateHook.push(ready);
    else ready();
  }

  async function markFormulas(prompt) {
    const formulas = listFormulas(prompt);
    const front = prompt.parentNode.querySelector(":scope > .unanswered");
    const gaps = front ? findAnswers(formulas, front.content) : formulas.map((each) => findSigns(each, readSigns(document)));
    if (!gaps.some((each) => each.length)) return;
    await MathJax.startup.promise;
    for (let i = formulas.length - 1; i >= 0; i--) {
      const { text, at, tex } = formulas[i];
      // A second reading of a label would be a fault.
      if (!gaps[i].length || /\\label\b/.test(tex)) continue;
      const marked = await markFormula(tex, gaps[i]);
      // What comes later in the same text was done before.
      text.data = text.data.slice(0, at) + marked + text.data.slice(at + tex.length);
    }
  }

  /* The formulas of a text: their TeX, and where it stands. */
  function listFormulas(root) {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.parentElement && text.parentElement.closest("pre, code, script, style, textarea")) continue;
      for (const match of text.data.matchAll(/\\\(([^]*?)\\\)|\\\[([^]*?)\\\]/g)) {
        found.push({ text: text, at: match.index + 2, tex: match[0].slice(2, -2) });
      }
    }
    return found;
  }

  /* What stands on a side for its gaps, as Anki lists it. */
  function readSigns(root) {
    const list = root.querySelector(".mkdeck > .signs");
    return list ? ", " + list.content.textContent + ", " : "";
  }

  /* Where the signs of gaps stand in a formula, as pairs of start and end. */
  function findSigns({ tex }, signs) {
    const found = [];
    for (let at = tex.indexOf("["); at >= 0; at = tex.indexOf("[", at + 1)) {
      let end = -1;
      for (let close = tex.indexOf("]", at); close >= 0; close = tex.indexOf("]", close + 1)) {
        if (signs.includes(", " + tex.slice(at + 1, close) + ", ")) end = close + 1;
      }
      if (end < 0) continue;
      found.push([at, end]);
      at = end - 1;
    }
    return found;
  }

  /* Where the answers stand in the formulas of a back: what its front has around the signs stands around them. */
  function findAnswers(formulas, front) {
    const gaps = formulas.map(() => []);
    const signs = readSigns(front);
    const answers = readSigns(document);
    const isAnswer = (text) => text !== "[...]"; // which the question has as it is
    const areAnswers = (all) => answers.includes(", " + all.filter(isAnswer).join(", ") + (all.some(isAnswer) ? ", " : ""));
    let next = 0;
    for (const asked of listFormulas(front.querySelector(".prompt"))) {
      const found = findSigns(asked, signs);
      if (!found.length) continue;
      const ends = [0].concat(found.flat(), asked.tex.length);
      const around = ends.flatMap((end, i) => (i % 2 ? [asked.tex.slice(ends[i - 1], end)] : []));
      for (let i = next; i < formulas.length; i++) {
        const fitting = fit(around, formulas[i].tex, [], areAnswers, { left: 5000 });
        if (!fitting) continue;
        gaps[i] = fitting.filter((each) => isAnswer(formulas[i].tex.slice(...each)));
        next = i + 1;
        break;
      }
    }
    return gaps;
  }

  /* What is between pieces of a text, from its start to its end, as pairs of start and end; the braces in it pair up.
     Nobody waits for more than so many tries. */
  function fit(pieces, tex, found, isGood, tries) {
    const [piece, ...rest] = pieces;
    const at = found.length ? found[found.length - 1][1] : 0;
    if (!tex.startsWith(piece, at)) return null;
    const start = at + piece.length;
    if (!rest.length) return start === tex.length && isGood(found.map((each) => tex.slice(...each))) ? found : null;
    for (let end = tex.indexOf(rest[0], start); end >= 0 && tries.left > 0; end = tex.indexOf(rest[0], end + 1)) {
      tries.left -= 1;
      const all = isBalanced(tex.slice(start, end)) && fit(rest, tex, [...found, [start, end]], isGood, tries);
      if (all) return all;
      if (end === tex.length) break;
    }
    return null;
  }

  function isBalanced(tex) {
    let depth = 0;
    for (const sign of tex.replace(/\\[^]/g, "")) {
      depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
      if (depth < 0) return false;
    }
    return depth === 0;
  }

  async function markFormula(tex, gaps) {
    const plain = await readFormula(tex);
    if (!plain) return tex;
    for (const [start, end] of gaps.slice().reverse()) {
      for (const marked of listMarks(tex.slice(start, end))) {
        const whole = tex.slice(0, start) + marked + tex.slice(end);
        if ((await readFormula(whole)) !== plain) continue;
        tex = whole;
        break;
      }
    }
    return tex;
  }

  /* The ways to mark a gap; which one it is, MathJax tells. */
  function listMarks(tex) {
    const EMPTY = "\\mmlToken{mi}{}";
    const mark = (each) => (each.trim() ? "\\class{cloze}{" + each + "}" : each);
    const cells = tex.split(/(&|\\\\(?:\*|\[(?:[^\]])*\])?|\\cr\b)/);
    const last = /[^\s{}\\]\s*$/.exec(tex) || { index: 0 };
    const raised = /^(\s*[_^])([^]*)$/.exec(tex) || ["", "_", tex];
    return [
      mark(tex),
      mark(tex.slice(0, last.index)) + mark(tex.slice(last.index)), // what follows goes up beside the last sign
      "$" + mark("\\text{" + tex + "}") + "$", // within words
      cells.map((each, i) => (i % 2 ? each : mark(each))).join(""),
      cells.map((each, i) => (i % 2 ? each : (cells[i - 1] === "&" ? EMPTY : "") + mark(each))).join(""), // an = begins a cell
      raised[1] + "{" + mark(raised[2]) + "}",
      "$" + mark("\\ce{" + tex + "}") + "$", // within chemistry
      tex.trim() === "'" ? "^{" + mark("\\prime") + "}" : tex,
    ];
  }

  /* A formula as MathJax reads it, without what only groups or names, or is the same to look at; empty where that is a
     fault. */
  async function readFormula(tex) {
    const page = await MathJax.tex2mmlPromise(tex);
    if (/<merror|data-mjx-error/.test(page)) return "";
    return page
      .replace(/\n\s*/g, "")
      .replace(/ class="cloze"/g, "")
      .replace(/<\/?(?:mrow|mstyle)\b[^>]*>|<mspace width="0.056em"><\/mspace>/g, "")
      .replace(/(?:<mo>(?:\.|&#x2219;)<\/mo>){3}/g, "<mo>&#x2026;</mo>") // as chemistry writes it
      .replace(/<\/mn><mn>|<\/mtext><mtext>/g, "")
      .replace(/&#xA0;/g, " ")
      .replace(/<mi data-mjx-alternate="1">&#x2032;<\/mi>/g, '<mo data-mjx-alternate="1">&#x2032;</mo>');
  }
