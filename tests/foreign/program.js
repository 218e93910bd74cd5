const state = { true: 1, f: 2 };

export function ask({ question, answers = [] }) {
  // 1. What is asked
  // 2. What is answered
  return `${question}: ${answers.map((each) => `{=${each}}`).join(" ")}`;
}

const isOpen = (a) => a ?? {};
