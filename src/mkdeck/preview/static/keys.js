/* Keys, wherever the focus is: on the page or, passed on by it, in a card. */

import * as frames from "./frames.js";
import { cycle, settings, shuffle } from "./settings.js";

const field = () => document.querySelector("#search input");
const isVisible = (figure) => {
  const { top, bottom } = figure.getBoundingClientRect();
  return bottom > document.querySelector(".bar").offsetHeight + 40 && top < innerHeight;
};
const figures = () => [...document.querySelectorAll("figure")];
const current = (figure) => figure ?? figures().find(isVisible);

const go = (figure, step) => {
  const all = figures();
  const at = figure ? all.indexOf(figure) + step : all.findIndex(isVisible);
  const next = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  const first = next.previousElementSibling?.matches(".head");
  (first ? next.closest("article") : next).scrollIntoView({ block: "start" });
};

const follow = (selector) => document.querySelector(selector)?.click();

const toggleFindings = () => {
  const parameters = new URLSearchParams(location.search);
  if (parameters.has("only")) parameters.delete("only");
  else parameters.set("only", "findings");
  parameters.delete("page");
  const link = document.createElement("a");
  link.href = `?${parameters}`;
  document.body.append(link);
  link.click();
  link.remove();
};

const KEYS = {
  j: (figure) => go(figure, 1),
  k: (figure) => go(figure, -1),
  n: () => follow(".pager [rel=next]"),
  p: () => follow(".pager [rel=prev]"),
  s: () => cycle("sides"),
  w: () => cycle("width"),
  d: () => cycle("light"),
  f: toggleFindings,
  r: () => { shuffle(); frames.rebuild(); },
  "/": () => { field().focus(); field().select(); },
  "?": () => document.getElementById("help").showModal(),
};

/* Tells whether the key did something. */
export const handleKey = (key, figure, target) => {
  if (document.querySelector("dialog[open]")) return false;
  if (target?.closest("input[type=search]")) {
    if (key === "Escape") target.blur();
    return false;
  }
  if (key === "Escape") {
    const faults = document.querySelector(".faults details[open]");
    if (faults) faults.open = false;
    return Boolean(faults);
  }
  if (key === " " || key === "Enter") {
    if (!settings().single || target?.closest("a, button, summary, input")) return false;
    const chosen = current(figure);
    chosen?.focus({ preventScroll: true });
    frames.turn(chosen);
    return Boolean(chosen);
  }
  if (target?.closest("input") && key.startsWith("Arrow")) return false;
  const act = Object.hasOwn(KEYS, key) && KEYS[key];
  if (act) act(figure);
  return Boolean(act);
};
