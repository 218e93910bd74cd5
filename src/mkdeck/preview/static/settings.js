/* How cards are shown: both sides or one, phone or desktop, day or night. Kept in this browser. */

const form = document.getElementById("settings");
const dark = matchMedia("(prefers-color-scheme: dark)");
const STORE = "mkdeck-preview";

const read = () => Object.fromEntries(new FormData(form));

export const settings = () => {
  const { sides, width, light } = read();
  return {
    single: sides === "one",
    phone: width === "phone",
    night: light === "night" || (light === "auto" && dark.matches),
  };
};

export const cycle = (name) => {
  const options = [...form.elements[name]];
  const at = options.findIndex((each) => each.checked);
  options[(at + 1) % options.length].checked = true;
  form.dispatchEvent(new Event("change"));
};

/* The seed of every shuffle; new with each visit, or when asked for. */
let seed = Math.floor(Math.random() * 2 ** 32);
export const currentSeed = () => seed;
export const shuffle = () => { seed = (seed + 0x9e3779b9) % 2 ** 32; };

export const start = (changed) => {
  try {
    for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(STORE) ?? "{}"))) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  } catch {
    /* Without storage the settings are those of the page. */
  }
  const apply = () => {
    const { single, phone, night } = settings();
    document.documentElement.classList.toggle("night", night);
    document.body.classList.toggle("single", single);
    document.body.classList.toggle("phone", phone);
    changed();
  };
  form.addEventListener("change", () => {
    try {
      localStorage.setItem(STORE, JSON.stringify(read()));
    } catch { /* as above */ }
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  dark.addEventListener("change", apply);
  apply();
};
