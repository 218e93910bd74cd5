  /* What is wider than its place is scrolled, by key too, and fades out on the side on which it goes on. */

  function watchScrollers() {
    for (const card of document.querySelectorAll(".mkdeck:not(.watched)")) {
      const look = () => showScrollers(card);
      card.classList.add("watched");
      holdUnits(card);
      holdOptions(card);
      new ResizeObserver(look).observe(card);
      new MutationObserver(look).observe(card, { childList: true, subtree: true }); // formulas are set later
      card.addEventListener("toggle", look, true);
      card.addEventListener("scroll", (event) => showEnds(event.target), { capture: true, passive: true });
      look();
    }
  }

  /* In narrow tables no line begins with the unit of a number. What the field holds stays as it is. */
  function holdUnits(card) {
    for (const cell of card.querySelectorAll("td, th")) {
      for (const text of cell.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE || text.data.includes("\\" + "(")) continue;
        text.data = text.data.replace(/(\d) (?=[%‰°]|[A-Za-zµΩ]{1,3}(?![A-Za-z]))/g, "$1\u00a0");
      }
    }
  }

  /* In a line of code, no line ends within the dashes of an option, or behind them. */
  function holdOptions(card) {
    for (const code of card.querySelectorAll("code, code .cloze")) {
      for (const text of code.closest("pre") ? [] : Array.from(code.childNodes)) {
        if (text.nodeType !== Node.TEXT_NODE || !/(^|\s)-/.test(text.data)) continue;
        const words = text.data.split(/(\s+)/).map((word) => [/^-+\w[\w-]{0,22}/.exec(word), word]);
        const parts = words.map(([option, word]) => (option ? [make("span", "held", option[0]), word.slice(option[0].length)] : [word]));
        text.replaceWith(...parts.flat());
      }
    }
  }

  function showScrollers(card) {
    const inline = Array.from(card.querySelectorAll("mjx-container:not([display])"));
    for (const formula of inline) formula.classList.remove("wide");
    const wide = inline.filter((formula) => formula.getBoundingClientRect().width > findRoom(formula) + 1);
    for (const formula of wide) formula.classList.add("wide");
    for (const scroller of card.querySelectorAll("pre, table, mjx-container, math:not(mjx-container *)")) showEnds(scroller);
  }

  /* The width of the lines that hold an element. */
  function findRoom(element) {
    let box = element.parentElement;
    while (getComputedStyle(box).display === "inline") box = box.parentElement;
    const style = getComputedStyle(box);
    return box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  }

  function showEnds(scroller) {
    const hidden = scroller.scrollWidth - scroller.clientWidth;
    const scrolls = hidden > 1 && scroller.clientWidth > 0 && getComputedStyle(scroller).overflowX === "auto";
    const before = scroller.scrollLeft + (getComputedStyle(scroller).direction === "rtl" ? hidden : 0);
    if (scrolls) scroller.tabIndex = 0;
    scroller.classList.toggle("more-left", scrolls && before > 1);
    scroller.classList.toggle("more-right", scrolls && hidden - before > 1);
  }
