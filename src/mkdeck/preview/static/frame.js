/* Shows one card as Anki's desktop client does: one page, whose content is exchanged when the card is turned. */
"use strict";
{
  let content = JSON.parse(document.getElementById("content").textContent);
  const asked = new URLSearchParams(location.hash.slice(1));
  const qa = document.getElementById("qa");
  const tell = (kind, more) => parent.postMessage({ kind, ...more }, "*");
  const isOn = (name) => asked.get(name) === "1";
  let state = { side: asked.get("side"), night: isOn("night"), phone: isOn("phone"), single: isOn("single") };

  /* A card in a frame has an origin of its own and thus no storage; Anki's clients have one. */
  for (const name of ["sessionStorage", "localStorage"]) {
    const values = new Map();
    const storage = {
      getItem: (key) => values.get(String(key)) ?? null,
      setItem: (key, value) => void values.set(String(key), String(value)),
      removeItem: (key) => void values.delete(String(key)),
      clear: () => values.clear(),
      key: (index) => [...values.keys()][index] ?? null,
      get length() { return values.size; },
    };
    Object.defineProperty(window, name, { value: storage, configurable: true });
  }

  /* Both sides of a card are two frames here, and must agree on chance; a save must not shuffle anew. */
  let seed = 0;
  const chance = () => {
    seed = (seed + 0x6d2b79f5) >>> 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  Math.random = chance;
  crypto.getRandomValues = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.forEach((_, i) => { bytes[i] = Math.floor(chance() * 256); });
    return array;
  };

  /* A card alone on a screen may take the focus as it is shown; here it would take it from the page's keys and search. */
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (how) { if (document.hasFocus()) focus.call(this, how); };

  /* What Anki offers to a card's scripts. */
  window.onUpdateHook = [];
  window.onShownHook = [];
  window.pycmd = window.bridgeCommand = (command) => { if (command === "ans") tell("turn"); };

  const dress = () => {
    document.documentElement.className = state.phone ? "mobile android linux js" : "";
    document.documentElement.classList.toggle("night-mode", state.night);
    document.documentElement.classList.toggle("beside", !state.single);
    document.documentElement.style.colorScheme = state.night ? "dark" : "light";
    document.body.className = `card card${content.card}${state.night ? " nightMode night_mode" : ""}`;
  };

  const put = (page) => {
    onUpdateHook.length = onShownHook.length = 0;
    qa.innerHTML = page;
    /* Scripts that arrive as text do not run unless they are made anew. */
    for (const old of qa.querySelectorAll("script")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      script.textContent = old.textContent;
      old.replaceWith(script);
    }
    for (const hook of [...onUpdateHook, ...onShownHook]) hook();
    document.documentElement.lang = qa.querySelector("[lang]")?.lang || "en";
    /* What is picked is named by its text, of which formulas are none for all who read it out. */
    for (const math of qa.querySelectorAll("[role=checkbox] math, [role=radio] math, [role=option] math")) {
      math.setAttribute("aria-label", math.textContent.trim());
    }
    const answer = document.getElementById("answer");
    tell("side", { side: state.side, answer: answer ? answer.getBoundingClientRect().top : 0 });
  };

  const show = (side) => {
    state.side = side;
    put(content[side]);
  };

  /* A frame is as high as its card, so heights relative to the window are those of the window it stands for. */
  const VIEWPORT = /(\d*\.?\d+)[sld]?vh\b/g;
  const style = () => {
    const percent = (state.phone ? 667 : 800) / 100;
    document.getElementById("css").textContent = content.css.replace(VIEWPORT, (_, number) => `${number * percent}px`);
  };

  let told = 0;
  const measure = () => {
    const style = getComputedStyle(document.body);
    const below = parseFloat(style.marginBottom) + parseFloat(style.paddingBottom);
    const height = Math.ceil(qa.getBoundingClientRect().bottom + scrollY + below);
    if (Math.abs(height - told) > 1) tell("size", { height: (told = height) });
  };

  /* A back follows its front, as it does in Anki. */
  const begin = (number) => {
    seed = number >>> 0;
    style();
    dress();
    put(content.front);
    if (state.side === "back") show("back");
    measure();
    tell("ready", { mark: content.mark });
  };
  begin(Number(asked.get("seed")));
  new ResizeObserver(measure).observe(qa);
  addEventListener("resize", measure);

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data === null || typeof data !== "object") return;
    if (data.content) {
      content = data.content;
      begin(data.seed);
      return;
    }
    const turn = "side" in data && data.side !== state.side;
    if ("phone" in data && data.phone !== state.phone) queueMicrotask(style);
    state = { ...state, ...data };
    dress();
    if (turn) show(data.side);
    measure();
  });

  const OWN = "a, button, input, select, textarea, summary, label, audio, video, .tappable, [onclick], [contenteditable], "
    + "[role=button], [role=radio], [role=checkbox], [role=option], [role=switch], [role=link]";
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.target.closest(OWN) || !getSelection().isCollapsed) return;
    tell("turn");
  });
  const TYPED = "input, select, textarea, [contenteditable]";
  const PRESSED = "a, button, summary, label, audio, video, [role=button], [role=link]";
  const isOurs = ({ key, ctrlKey, metaKey, altKey, target }) => !ctrlKey && !metaKey && !altKey && !target.closest(TYPED)
    && (key !== " " && key !== "Enter" || !target.closest(PRESSED));
  /* These turn the card wherever the focus is, as in Anki on a desktop, before the card itself hears of them. */
  addEventListener("keydown", (event) => {
    const { key } = event;
    if (!state.single || (key !== " " && key !== "Enter") || !isOurs(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell("key", { key });
  }, true);
  addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && isOurs(event)) tell("key", { key: event.key });
  });
}
