/* Bring the page to what the server has now, and leave all that did not change where it is. */

import { refresh, watch } from "./frames.js";

const place = (parent, node, before) => {
  /* A frame that is moved loads anew, except by this way, where there is one. */
  if (node.isConnected && parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
};

/* Make the children of one parent those of another, keeping those whose name stays. */
const reconcile = (parent, wanted, nameOf, update) => {
  const old = new Map([...parent.children].map((child) => [nameOf(child), child]));
  const names = new Set(wanted.map(nameOf));
  for (const [name, child] of old) if (!names.has(name)) child.remove();
  let at = parent.firstElementChild;
  for (const next of wanted) {
    const kept = old.get(nameOf(next));
    if (kept) {
      update(kept, next);
      if (kept === at) at = at.nextElementSibling;
      else place(parent, kept, at);
    } else {
      parent.insertBefore(document.adoptNode(next), at);
      for (const figure of next.matches("figure") ? [next] : next.querySelectorAll("figure")) watch(figure);
    }
  }
};

const mark = (node) => {
  node.classList.remove("changed");
  void node.offsetWidth; /* starts the animation again */
  node.classList.add("changed");
};

const updateFigure = (figure, next) => {
  const changed = figure.dataset.mark !== next.dataset.mark;
  figure.dataset.mark = next.dataset.mark;
  figure.setAttribute("aria-label", next.getAttribute("aria-label"));
  const [caption, wanted] = [figure, next].map((each) => each.querySelector("figcaption"));
  if (caption.textContent !== wanted.textContent) caption.textContent = wanted.textContent;
  if (changed) refresh(figure);
};

const updateArticle = (article, next) => {
  const changed = article.dataset.mark !== next.dataset.mark;
  article.dataset.mark = next.dataset.mark;
  article.classList.toggle("stale", next.classList.contains("stale"));
  const name = (node) => node.dataset.card ?? node.className;
  reconcile(article, [...next.children], name, (old, fresh) => {
    if (old.matches("figure")) updateFigure(old, fresh);
    else if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
  });
  if (changed) mark(article);
};

/* What one reads stays where it is on the screen, whatever comes, goes or grows above it: the first part of a question
   that begins in the window, or else the one that fills it. */
const holdingPlace = (work) => {
  correct(); /* A card that grew since the last picture would pass for what one reads. */
  const top = document.querySelector(".bar").getBoundingClientRect().bottom;
  const parts = [...document.querySelectorAll("article > *")].map((each) => [each, each.getBoundingClientRect()]);
  const seen = parts.filter(([, box]) => box.height && box.bottom > Math.max(top, 0) && box.top < innerHeight);
  const whole = seen.filter(([, box]) => box.top >= Math.max(top, 0));
  const rest = parts.filter(([, box]) => box.top >= innerHeight);
  work();
  const anchor = scrollY > 0 && [...whole, ...seen, ...rest].find(([each]) => each.isConnected);
  if (anchor) hold(anchor[0], anchor[1].top);
};

/* Cards that come late have other heights than they had: a place is held for a while, or until hands move the page. */
const HOLD = 1500;
let release = () => {};
let correct = () => {};
const hold = (element, top) => {
  const hands = new AbortController();
  const end = performance.now() + HOLD;
  const { style } = document.documentElement;
  const keep = () => {
    if (hands.signal.aborted) return;
    correct();
    if (performance.now() < end && element.isConnected) requestAnimationFrame(keep);
    else release();
  };
  release();
  correct = () => {
    const moved = element.isConnected ? element.getBoundingClientRect().top - top : 0;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  };
  release = () => {
    correct = () => {};
    hands.abort();
    style.overflowAnchor = "";
  };
  /* The browser holds a place of its own choice, which would count twice. */
  style.overflowAnchor = "none";
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, release, { capture: true, passive: true, signal: hands.signal });
  }
  keep();
};

export const patch = (page, { keepPlace }) => {
  const focused = document.activeElement?.getAttribute?.("href");
  const work = () => {
    document.title = page.title;
    document.body.dataset.version = page.body.dataset.version;
    for (const region of document.querySelectorAll("[data-region]")) {
      const next = page.querySelector(`[data-region="${region.dataset.region}"]`);
      if (region.innerHTML !== next.innerHTML) region.innerHTML = next.innerHTML;
    }
    const wanted = [...page.querySelectorAll(".questions > article")];
    reconcile(document.querySelector(".questions"), wanted, (node) => node.dataset.key, updateArticle);
  };
  if (keepPlace) holdingPlace(work);
  else work();
  if (focused && document.activeElement === document.body) {
    [...document.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focused)?.focus();
  }
};
