/* The cards: a sandboxed frame for each side that is shown, made when it comes near the window. */

import { currentSeed, settings } from "./settings.js";

const LONGEST = 4000;
const PATIENCE = 1500;
const frames = new Map();
const heights = new Map();
let onKey = () => {};

const sideOf = (figure) => (figure.dataset.turned === "true" ? "back" : "front");
const heightKey = (figure, side) => `${figure.dataset.card} ${side} ${settings().phone}`;

const addressOf = (figure) => {
  const card = figure.dataset.card.split("/").map(encodeURIComponent).join("/");
  return `cards/${card}?${figure.dataset.mark}`;
};

const make = (figure, side) => {
  const { night, phone, single } = settings();
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
  frame.title = `${side === "front" ? "Front" : "Back"}: ${figure.getAttribute("aria-label")}`;
  const asked = new URLSearchParams({ side, night: night ? 1 : 0, phone: phone ? 1 : 0, single: single ? 1 : 0, seed: currentSeed() });
  frame.src = `${addressOf(figure)}#${asked}`;
  frames.set(frame, { figure, side, single });
  return frame;
};

const drop = (frame) => {
  frames.delete(frame);
  frame.remove();
};

/* A wrapper for each side keeps its place and height while the frame in it is exchanged. */
const wrap = (figure, name) => {
  const wrapper = document.createElement("div");
  wrapper.className = "side";
  wrapper.dataset.side = name;
  const label = document.createElement("p");
  label.className = "label";
  const side = name === "one" ? sideOf(figure) : name;
  label.textContent = side === "front" ? "Front" : "Back";
  const hold = document.createElement("div");
  hold.className = "hold";
  hold.style.height = `${heights.get(heightKey(figure, side)) ?? 220}px`;
  hold.append(make(figure, side));
  wrapper.append(label, hold);
  return wrapper;
};

const build = (figure) => {
  const sides = figure.querySelector(".sides");
  for (const frame of sides.querySelectorAll("iframe")) frames.delete(frame);
  const both = "retired" in figure.dataset ? ["front"] : ["front", "back"];
  sides.replaceChildren(...(settings().single ? ["one"] : both).map((name) => wrap(figure, name)));
  figure.dataset.built = "true";
};

const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    build(target);
  }
}, { rootMargin: "600px" });

export const watch = (figure) => {
  const sides = figure.querySelector(".sides");
  sides.style.minHeight = `${heights.get(heightKey(figure, "front")) ?? 220}px`;
  near.observe(figure);
};

/* A card that changed: its frames get the new content, as Anki's page does, which is sooner than new frames are there. */
export const refresh = async (figure) => {
  if (figure.dataset.built !== "true") return;
  const { mark } = figure.dataset;
  const content = await fetch(addressOf(figure), { headers: { accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null), () => null);
  if (mark !== figure.dataset.mark || !figure.isConnected) return; /* It changed once more. */
  const all = [...figure.querySelectorAll("iframe")];
  if (!content || !all.length || all.some((frame) => !frame.dataset.mark)) replace(figure);
  else for (const frame of all) frame.contentWindow.postMessage({ content, seed: currentSeed() }, "*");
};

/* A new frame waits behind the old one until it can be shown. */
const replace = (figure) => {
  for (const hold of figure.querySelectorAll(".hold")) {
    const name = hold.closest(".side").dataset.side;
    const frame = make(figure, name === "one" ? sideOf(figure) : name);
    for (const late of hold.querySelectorAll(".arriving")) drop(late);
    frame.className = "arriving";
    hold.append(frame);
    setTimeout(() => arrive(frame), PATIENCE);
  }
};

const arrive = (frame) => {
  if (frame.className !== "arriving" || !frame.isConnected) return;
  frame.className = "";
  for (const other of frame.parentElement.querySelectorAll("iframe")) if (other !== frame) drop(other);
};

export const turn = (figure) => {
  if (!settings().single || !figure) return;
  figure.dataset.turned = String(figure.dataset.turned !== "true");
  const side = sideOf(figure);
  figure.querySelector(".label")?.replaceChildren(side === "front" ? "Front" : "Back");
  for (const frame of figure.querySelectorAll("iframe")) frame.contentWindow.postMessage({ side }, "*");
};

export const rebuild = () => {
  for (const figure of document.querySelectorAll("figure[data-built=true]")) build(figure);
};

let last = {};
export const adapt = () => {
  const now = settings();
  if (last.single !== undefined && last.single !== now.single) rebuild();
  last = now;
  for (const frame of frames.keys()) frame.contentWindow?.postMessage(now, "*");
};

export const start = (handle) => {
  onKey = handle;
  addEventListener("message", ({ source, data }) => {
    for (const [frame, about] of frames) {
      if (!frame.isConnected) frames.delete(frame);
      else if (frame.contentWindow === source) receive(frame, about, data);
    }
  });
};

const receive = (frame, { figure, side }, data) => {
  if (data.kind === "size" && Number.isFinite(data.height)) {
    const height = Math.min(Math.max(data.height, 60), LONGEST);
    frame.style.height = `${height}px`;
    heights.set(heightKey(figure, settings().single ? sideOf(figure) : side), height);
    if (frame.className !== "arriving") frame.parentElement.style.height = `${height}px`;
    figure.querySelector(".sides").style.minHeight = "";
  } else if (data.kind === "ready") {
    frame.dataset.mark = data.mark;
    frame.parentElement.style.height = frame.style.height;
    arrive(frame);
    frame.contentWindow.postMessage(settings(), "*");
  } else if (data.kind === "turn") {
    turn(figure);
  } else if (data.kind === "key" && typeof data.key === "string") {
    onKey(data.key, figure);
  }
};
