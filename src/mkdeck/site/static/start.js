/* On the page of a course this shows how far one is in each deck; on the page of a deck it starts the self-test. */
document.documentElement.classList.add("scripts");
// Also when a browser brings back a page that it has kept as it was.
addEventListener("pageshow", () => document.querySelectorAll(".known").forEach(showKnown));
addEventListener("DOMContentLoaded", () => {
  const questions = Array.from(document.querySelectorAll("#questions > article"));
  if (!questions.length) return;
  // The lists on the page are read, those on cards are shuffled and picked from.
  for (const list of document.querySelectorAll("#questions :is(.choices, .task)")) list.classList.add("ready");
  try {
    startTest(questions);
  } catch (error) {
    document.documentElement.classList.remove("scripts"); // plain questions are better than none
    throw error;
  }
});
