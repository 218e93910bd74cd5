/* Draws masks on the picture of a question, by hand or by key, and gives their YAML. Numbers are percent of it. */

const find = (id) => document.getElementById(id);
const dialog = find("draw");
const stage = find("draw-stage");
const START = [40, 40, 20, 20];
const LEAST = 0.5;
const NEAR = 2;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let key = "";
let old = [];
let drawn = [];
let current = null;

const round = (number) => Math.round(number * 10) / 10;
const clamp = (number, least, most) => Math.min(Math.max(number, least), most);
const kind = () => dialog.querySelector("[name=shape]:checked").value;

/* --- Shapes: a box around each, and the corners of a polygon. */

const boxOf = ({ kind, values }) => {
  if (kind !== "polygon") return values;
  const [xs, ys] = [0, 1].map((at) => values.map((point) => point[at]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
};

/* Put a shape into another box, which stays within the picture. */
const fit = (mask, [left, top, width, height]) => {
  const [x, y, across, down] = boxOf(mask);
  const w = clamp(width, LEAST, 100);
  const h = clamp(height, LEAST, 100);
  const [l, t] = [clamp(left, 0, 100 - w), clamp(top, 0, 100 - h)];
  if (mask.kind !== "polygon") mask.values = [l, t, w, h];
  else mask.values = mask.values.map(([a, b]) => [l + (a - x) * (across ? w / across : 1), t + (b - y) * (down ? h / down : 1)]);
};

const isWhole = (mask) => {
  const [, , width, height] = boxOf(mask);
  return width >= LEAST && height >= LEAST && (mask.kind !== "polygon" || mask.values.length > 2);
};

/* --- YAML */

const isPlain = (text) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ()'/+-]*$/u.test(text) && text.trim() === text;
const quote = (text) => (isPlain(text) ? text : `'${text.replaceAll("'", "''")}'`);
const list = (values) => `[${values.map((each) => (Array.isArray(each) ? list(each) : round(each))).join(", ")}]`;

/* Rounded sums must not leave the picture. */
const tidy = ({ kind, values }) => {
  if (kind === "polygon") return values;
  const [left, top, width, height] = values.map(round);
  return [left, top, Math.min(width, round(100 - left)), Math.min(height, round(100 - top))];
};

const write = (mask) => `- { label: ${quote(mask.label.trim() || "?")}, ${mask.kind}: ${list(tidy(mask))} }`;

/* --- What is seen */

const place = (element, mask) => {
  const [left, top, width, height] = boxOf(mask);
  Object.assign(element.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  element.classList.add(mask.kind);
  if (mask.kind === "polygon" && width && height) {
    const corners = mask.values.map(([x, y]) => `${(100 * (x - left)) / width}% ${(100 * (y - top)) / height}%`);
    element.style.clipPath = mask.values.length > 2 ? `polygon(${corners.join(",")})` : "";
  }
  return element;
};

const make = (tag, className) => Object.assign(document.createElement(tag), { className });

const describe = (mask, i) => {
  const [left, top, width, height] = boxOf(mask).map(round);
  return `${mask.label || `Mask ${i + 1}`}, ${mask.kind}: left ${left}, top ${top}, width ${width}, height ${height}`;
};

const show = () => {
  const focused = stage.contains(document.activeElement);
  for (const each of stage.querySelectorAll(".old, .new, .corner")) each.remove();
  for (const mask of old) stage.append(place(make("div", "old"), mask));
  drawn.forEach((mask, i) => {
    const button = place(make("button", "new"), mask);
    button.type = "button";
    button.dataset.at = i;
    button.setAttribute("aria-label", describe(mask, i));
    if (mask === current) button.setAttribute("aria-current", "true");
    stage.append(button);
    if (mask === current && mask.kind === "polygon") {
      for (const [x, y] of mask.values) {
        const corner = make("div", "corner");
        Object.assign(corner.style, { left: `${x}%`, top: `${y}%` });
        stage.append(corner);
      }
    }
    if (mask === current && focused) button.focus();
  });
  const label = find("draw-label");
  if (label.value !== (current?.label ?? "")) label.value = current?.label ?? "";
  label.disabled = !current;
  const whole = drawn.filter(isWhole);
  find("draw-yaml").value = whole.map(write).join("\n");
  find("draw-yaml").rows = Math.max(2, Math.min(8, whole.length));
  find("draw-copy").disabled = !whole.length;
  find("draw-said").textContent = "";
};

const choose = (mask) => {
  current = mask;
  if (mask) dialog.querySelector(`[name=shape][value=${mask.kind}]`).checked = true;
  show();
};

const add = (values, shape = kind()) => {
  const mask = { kind: shape, values, label: "", closed: values.length > 1 };
  drawn.push(mask);
  choose(mask);
  return mask;
};

const remove = (mask) => {
  drawn = drawn.filter((each) => each !== mask);
  choose(drawn.at(-1) ?? null);
};

/* --- By hand */

const locate = ({ clientX, clientY }) => {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return [clamp((100 * (clientX - left)) / width, 0, 100), clamp((100 * (clientY - top)) / height, 0, 100)];
};

const drag = (event, move, end = () => {}) => {
  const stop = () => {
    stage.removeEventListener("pointermove", move);
    end();
  };
  stage.setPointerCapture(event.pointerId);
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", stop, { once: true });
};

const carry = (event, mask) => {
  const [x, y] = locate(event);
  const [left, top, width, height] = boxOf(mask);
  drag(event, (moved) => {
    const [a, b] = locate(moved);
    fit(mask, [left + a - x, top + b - y, width, height]);
    show();
  });
};

const pull = (event) => {
  const [x, y] = locate(event);
  const mask = add([x, y, 0, 0]);
  drag(event, (moved) => {
    const [a, b] = locate(moved);
    mask.values = [Math.min(a, x), Math.min(b, y), Math.abs(a - x), Math.abs(b - y)];
    show();
  }, () => {
    if (isWhole(mask)) find("draw-label").focus();
    else remove(mask);
  });
};

/* Give a polygon a corner; one at its first corner ends it. */
const corner = (mask, [x, y]) => {
  const [a, b] = mask.values[0];
  mask.closed = mask.values.length > 2 && Math.hypot(x - a, y - b) < NEAR;
  if (!mask.closed) mask.values.push([x, y]);
  show();
  if (mask.closed) find("draw-label").focus();
};

stage.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  event.preventDefault();
  const mask = drawn[event.target.closest(".new")?.dataset.at];
  const open = current?.kind === "polygon" && !current.closed;
  if (open) corner(current, locate(event));
  else if (mask) {
    choose(mask);
    carry(event, mask);
  } else if (kind() === "polygon") add([locate(event)]);
  else pull(event);
});

/* --- By key */

const step = (mask, [x, y], { shiftKey, altKey }) => {
  const by = altKey ? 0.1 : 1;
  const [left, top, width, height] = boxOf(mask);
  if (shiftKey) fit(mask, [left, top, Math.min(width + by * x, 100 - left), Math.min(height + by * y, 100 - top)]);
  else fit(mask, [left + by * x, top + by * y, width, height]);
  show();
};

stage.addEventListener("focusin", ({ target }) => {
  const mask = drawn[target.dataset.at];
  if (mask && mask !== current) choose(mask);
});
stage.addEventListener("keydown", (event) => {
  if (!current) return;
  if (event.key in KEYS) step(current, KEYS[event.key], event);
  else if (event.key === "Delete" || event.key === "Backspace") remove(current);
  else return;
  event.preventDefault();
});
/* The page's own keys are not for this dialog. */
dialog.addEventListener("keydown", (event) => event.stopPropagation());

find("draw-add").addEventListener("click", () => {
  const [left, top, width, height] = START;
  const corners = [[left, top], [left + width, top], [left + width, top + height], [left, top + height]];
  add(kind() === "polygon" ? corners : [...START]);
  stage.querySelector("[aria-current]").focus();
});
find("draw-label").addEventListener("input", ({ target }) => {
  current.label = target.value;
  show();
});
for (const radio of dialog.querySelectorAll("[name=shape]")) {
  radio.addEventListener("change", () => {
    if (current && current.kind !== "polygon" && kind() !== "polygon") current.kind = kind();
    else current = null; // what was drawn stays; the next one has the new shape
    show();
  });
}
find("draw-copy").addEventListener("click", async () => {
  const field = find("draw-yaml");
  field.select();
  await navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
  find("draw-said").textContent = "Copied: paste it below masks:";
});
find("draw-close").addEventListener("click", () => dialog.close());

/* --- The question */

/* As large as there is room, whatever its own size. */
find("draw-picture").addEventListener("load", ({ target }) => {
  target.style.width = `min(56rem, 84vw, ${(55 * target.naturalWidth) / target.naturalHeight}vh)`;
});

const read = (button) => {
  old = JSON.parse(button.dataset.masks).map(([kind, values]) => ({ kind, values }));
  const there = new Set(old.map((mask) => list(tidy(mask))));
  drawn = drawn.filter((mask) => !there.has(list(tidy(mask))));
  if (!drawn.includes(current)) current = null;
  const address = `media/${encodeURIComponent(button.dataset.picture)}`;
  if (find("draw-picture").getAttribute("src") !== address) find("draw-picture").src = address;
  show();
};

/* After a save: what was pasted into the file is no longer to be drawn. */
export const update = () => {
  const button = dialog.open && document.querySelector(`.draw[data-key="${CSS.escape(key)}"]`);
  if (button) read(button);
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".draw");
  if (!button) return;
  if (key !== button.dataset.key) drawn = [];
  key = button.dataset.key;
  current = null;
  find("draw-title").textContent = `Draw masks: ${key}`;
  read(button);
  dialog.showModal();
});
