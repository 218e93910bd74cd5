"""A course of choices, and what a student sees and picks of them."""

import json
from typing import Any

from browser import Browser

LEAST_CONTRAST = 4.5
LEAST_TARGET = 44

COURSE = {
    "course.yaml": "course: Cards\nid: cards\nreport: https://example.org/{id}",
    "01.yaml": """\
        source: Lecture 1
        questions:
          - id: single
            type: multiple-choice
            question: Which letter is the *first*, says `sorted()`?
            choices:
              - wrong: "`Beta`"
                feedback: It is the second.
              - correct: "**Alpha**"
                feedback: As in alphabet.
              - Gamma, with [a link](https://example.org/gamma) in it
              - wrong: None of these
                pin: true
            explanation: |
              Because ~~it~~ the [table](https://example.org) says so.

              | one | two |
              |---|--:|
              | three, and on and on and on and on and on and on | 4 |

              ```python
              def first(letters: list[str], *, default: str = "none", reverse: bool = False) -> str:  # a long line
                  return sorted(letters, reverse=reverse)[0] if letters else default + str(1.5)
              ```

              > A quotation.
            hint: It begins the alphabet.
          - id: several
            type: multiple-choice
            question: Which are even?
            choices: [One, {correct: Two}, Three, {correct: Four}, {correct: Six}]
            explanation: Because.
          - id: fixed
            type: multiple-choice
            question: How many?
            choices: [One, {correct: Two}, Three, Four, Five, Six, Seven]
            shuffle: false
          - id: judge
            type: true-false
            question: Zero is even.
            answer: true
            explanation: Because.
          - id: prompt
            type: short-answer
            question: Why is two prime?
            hint: Try its divisors.
            answer: Only *one* and two divide it.
            explanation: Because.
          - id: gaps
            type: cloze
            question: "{{c1::Red}} and `f({{c1::x}})` make {{c2::yellow::a colour}}."
            explanation: Because.
          - id: choice-gap
            type: multiple-choice
            question: Which letter is the last?
            choices: [Psi, {correct: Omega, feedback: As in the saying.}, Chi, Phi, Tau, {wrong: Rho, feedback: No.}]
            card: cloze
          - id: hebrew
            type: multiple-choice
            question: מהי בירת צרפת?
            choices: [ברלין, {correct: פריז}, רומא]
            explanation: פריז היא הבירה.
          - id: long
            type: multiple-choice
            question: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft?"
            choices:
              - "https://example.org/an/address/that/is/very/long/and/has/no/place/to/break/at/all/none"
              - correct: "`a_name_in_code_that_is_far_longer_than_any_screen_of_a_phone_could_be`"
          - id: statements
            type: statements
            question: Which hold for all primes above 2?
            statements: [{true: They are odd., feedback: 2 is the only even one.}, {false: They end in 1.}]
          - id: number
            type: numeric
            question: How much is half of five?
            answer: 2.5
            tolerance: 0.1
            unit: m/s
            explanation: Because.
          - id: typed
            type: short-answer
            question: What is the first letter?
            answer: "**Alpha**"
            accept: [Aleph, Alfa]
            explanation: Because.
          - id: order
            type: ordering
            question: Put them in order.
            items: [One, Two, "`Three`", Four]
            explanation: Because.
          - id: pairs
            type: matching
            question: Which belong together?
            pairs: [{left: One, right: odd}, {left: Two, right: even}, {left: Three, right: odd}]
            extra: [neither of them in any way that anybody could ever think of]
        """,
}
KINDS = tuple(
    "single several fixed judge prompt gaps choice-gap hebrew long statements number typed order pairs".split()
)

# What a student can see of the choices, in the order shown.
READ = """(() => {
  const verdict = document.querySelector(".verdict");
  return {
    verdict: verdict && verdict.textContent,
    rows: Array.from(document.querySelectorAll(".choice"), (item) => {
      const copy = item.cloneNode(true);
      copy.querySelectorAll(".mark, .feedback").forEach((each) => each.remove());
      const mark = item.querySelector(".mark");
      const after = getComputedStyle(item, "::after").content;
      const feedback = item.querySelector(".feedback");
      return {
        text: copy.textContent,
        mark: mark ? mark.textContent : after === "none" ? "" : JSON.parse(after),
        checked: item.getAttribute("aria-checked"),
        feedback: feedback && getComputedStyle(feedback).display !== "none" ? feedback.textContent : "",
      };
    }),
  };
})()"""

# Each text that shows, with its contrast to what is behind it; the marks that styles add count as texts.
CONTRASTS = """(() => {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[0-9.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (color) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = color.map((each) => linear(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const found = [];
  for (const element of document.querySelectorAll(".mkdeck, .mkdeck *")) {
    if (!element.checkVisibility() || element.closest("svg")) continue;
    const base = behind(element);
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    if (own) found.push([ratio(parse(getComputedStyle(element).color), base), element.textContent.trim().slice(0, 40)]);
    for (const place of ["::before", "::after"]) {
      const style = getComputedStyle(element, place);
      if (style.display === "none" || ["none", "normal", '""'].includes(style.content)) continue;
      const ground = over(parse(style.backgroundColor), base);
      found.push([ratio(parse(style.webkitTextFillColor), ground), style.content]);
    }
  }
  return found;
})()"""


def read(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = browser.run(READ)
    return found


def order(browser: Browser) -> list[str]:
    return [row["text"] for row in read(browser)["rows"]]


def marks(browser: Browser) -> dict[str, str]:
    return {row["text"]: row["mark"] for row in read(browser)["rows"]}


def checked(browser: Browser) -> list[str]:
    return [row["text"] for row in read(browser)["rows"] if row["checked"] == "true"]


def place(browser: Browser, text: str) -> tuple[float, float]:
    """Give a point of the row with this text, near its end, where no word stands."""
    x, y = browser.run(
        f"""(() => {{
          const rows = Array.from(document.querySelectorAll(".choice"));
          const row = rows.find((each) => each.textContent.includes({json.dumps(text)}));
          row.scrollIntoView({{ block: "nearest" }});
          const box = row.getBoundingClientRect();
          return [box.right - 8, box.bottom - 6];
        }})()"""
    )
    return x, y


def pick(browser: Browser, *texts: str) -> None:
    for text in texts:
        browser.click(*place(browser, text))
