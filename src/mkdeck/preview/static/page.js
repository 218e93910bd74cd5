/* The page: follows the server's versions, the filters and the search without ever being loaded anew. */

import * as draw from "./draw.js";
import * as frames from "./frames.js";
import { handleKey } from "./keys.js";
import { patch } from "./patch.js";
import * as settings from "./settings.js";

const search = document.getElementById("search");
/* What hands asked for and is not there yet: a save that comes meanwhile asks for the same, and undoes nothing. */
let pending = null;

const show = async (address, { keepPlace = false, remember = true, then = () => {} } = {}) => {
  const url = new URL(address, location.href);
  const mine = { url, remember, then, keepPlace };
  pending = mine;
  let text;
  try {
    text = await (await fetch(url, { headers: { accept: "text/html" } })).text();
  } catch {
    if (pending === mine) pending = null;
    return; /* The server has ended; the sign for it is already shown. */
  }
  if (pending !== mine) return; /* Something newer was asked for in the meantime. */
  pending = null;
  if (remember) history.pushState(null, "", url);
  const live = document.getElementById("live").cloneNode(true);
  patch(new DOMParser().parseFromString(text, "text/html"), { keepPlace });
  document.getElementById("live").replaceWith(live);
  draw.update();
  if (!keepPlace) scrollTo({ top: 0, behavior: "instant" });
  then();
};

const refresh = () => {
  const { url, ...how } = pending ?? { url: location.href, keepPlace: true, remember: false };
  show(url, how);
};

/* Live: a stream of version numbers. A page that nobody sees gives up its connection, of which browsers have few. */
let stream;
const sign = (live) => {
  const output = document.getElementById("live");
  output.textContent = live ? "Live" : "Stopped";
  output.title = live ? "Following every save" : "mkdeck preview has ended; start it again";
  output.classList.toggle("stopped", !live);
};
const follow = () => {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource("events");
  stream.onopen = () => sign(true);
  stream.onerror = () => sign(false);
  stream.onmessage = ({ data }) => { if (data !== document.body.dataset.version) refresh(); };
};
document.addEventListener("visibilitychange", follow);
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", ({ persisted }) => { if (persisted) follow(); });

/* Links that only change what is asked for. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link?.getAttribute("href").startsWith("?") && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    const leads = link.closest(".tally") !== null;
    show(link.href, {
      then: () => {
        fillSearch();
        if (leads) openFaults();
      },
    });
    return;
  }
  const place = event.target.closest("[data-copy]");
  if (place) {
    navigator.clipboard?.writeText(place.dataset.copy);
    place.classList.add("copied");
    setTimeout(() => place.classList.remove("copied"), 900);
    return;
  }
  const figure = event.target.closest("figure");
  if (figure && !event.target.closest("button, a")) frames.turn(figure);
});
addEventListener("popstate", () => show(location.href, { remember: false, then: fillSearch }));

/* What belongs to no question stands apart from the list. */
const openFaults = () => {
  const faults = document.querySelector(".faults details");
  if (!faults) return;
  faults.open = true;
  faults.querySelector("summary").focus();
};

const fillSearch = () => {
  const text = new URLSearchParams(location.search).get("text") ?? "";
  if (document.activeElement !== search.elements.text) search.elements.text.value = text;
};
let typing;
const find = () => {
  const parameters = new URLSearchParams((pending?.url ?? location).search);
  parameters.delete("page");
  const text = search.elements.text.value.trim();
  if (text) parameters.set("text", text);
  else parameters.delete("text");
  show(`?${parameters}`);
};
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, 120);
});
search.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  find();
});

document.getElementById("help-button").addEventListener("click", () => document.getElementById("help").showModal());
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (handleKey(event.key, document.activeElement?.closest("figure"), event.target)) event.preventDefault();
});

/* What stays in sight stands below the bar, which may wrap into several rows. */
const bar = document.querySelector(".bar");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--bar", `${bar.getBoundingClientRect().height}px`);
}).observe(bar);

frames.start((key, figure) => handleKey(key, figure));
settings.start(frames.adapt);
/* Where filters stand above the list, they must not push it off the screen. */
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".filters details").open = false;
for (const figure of document.querySelectorAll("figure")) frames.watch(figure);
follow();
