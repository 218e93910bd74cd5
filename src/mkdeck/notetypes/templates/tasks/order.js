  /* Items to put in order: dragged, tapped one after the other, or moved by arrow keys. */

  function setUpOrder(list) {
    const items = Array.from(list.children);
    const key = nameTask(list, items.length);
    if (isAnswered(list)) {
      whenWhole(() => judgeOrder(list, items, recall(key)));
      return;
    }
    const state = { key: key, order: items.map((item, i) => i), moved: false };
    keep(state);
    offerOrder(list, items, state);
  }

  function offerOrder(list, items, state) {
    let lifted = -1; // the item that a tap or a key took up
    const news = make("p", "unseen", "");
    news.setAttribute("role", "status");
    list.parentNode.insertBefore(news, list.nextSibling);
    list.classList.add("tappable");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "[[put_in_order]]");
    items.forEach((item, i) => {
      const grip = make("span", "grip tappable", "");
      grip.setAttribute("aria-hidden", "true");
      item.classList.add("tappable");
      item.setAttribute("role", "option");
      item.insertBefore(grip, item.firstChild);
      holdLinks(item);
      item.addEventListener("click", (event) => {
        if (event.target.closest("[onclick], button, audio, video")) return;
        if (lifted < 0) lift(i);
        else if (lifted === i) lift(-1);
        else {
          move(lifted, state.order.indexOf(i));
          lift(-1);
        }
      });
      item.addEventListener("keydown", (event) => press(event, i));
      grip.addEventListener("pointerdown", (event) => drag(event, i));
    });
    show();

    function press(event, i) {
      if (event.target !== items[i] || isModified(event)) return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const at = state.order.indexOf(i);
      if (step && lifted === i) move(i, at + step);
      else if (step) focusOn(state.order[Math.min(items.length - 1, Math.max(0, at + step))]);
      else if (isPress(event)) lift(lifted === i ? -1 : i);
      else if (event.key === "Enter" && lifted === i) lift(-1);
      else if (event.key === "Escape" && lifted === i) lift(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    function lift(i) {
      lifted = i;
      show();
    }

    function move(i, to) {
      if (to < 0 || to >= items.length) return;
      state.order = state.order.filter((each) => each !== i);
      state.order.splice(to, 0, i);
      state.moved = true;
      keep(state);
      // The others move around it: an element that is taken out loses the focus, and the finger that holds it.
      for (const each of state.order.slice(0, to)) list.insertBefore(items[each], items[i]);
      for (const each of state.order.slice(to + 1)) list.appendChild(items[each]);
      show();
      news.textContent = "[[place_of]]".replace("{n}", to + 1).replace("{m}", items.length);
    }

    function drag(event, i) {
      if (event.button) return;
      event.preventDefault();
      const grip = event.currentTarget;
      grip.setPointerCapture(event.pointerId);
      items[i].classList.add("dragged");
      const follow = (moved) => {
        const others = state.order.filter((each) => each !== i);
        const to = others.filter((each) => {
          const box = items[each].getBoundingClientRect();
          return moved.clientY > box.top + box.height / 2;
        }).length;
        if (to !== state.order.indexOf(i)) move(i, to);
      };
      const end = () => {
        items[i].classList.remove("dragged");
        grip.removeEventListener("pointermove", follow);
      };
      grip.addEventListener("pointermove", follow);
      grip.addEventListener("pointerup", end, { once: true });
      grip.addEventListener("pointercancel", end, { once: true });
    }

    function focusOn(i) {
      items.forEach((item, each) => (item.tabIndex = each === i ? 0 : -1));
      items[i].focus();
    }

    function show() {
      const active = items.indexOf(document.activeElement);
      items.forEach((item, i) => {
        item.classList.toggle("chosen", i === lifted);
        item.setAttribute("aria-selected", String(i === lifted));
        item.tabIndex = i === (active < 0 ? state.order[0] : active) ? 0 : -1;
      });
    }
  }

  function judgeOrder(list, items, kept) {
    const answer = list.closest(".answered").querySelector(".answer[data-order]");
    if (!answer || !kept || !isOrder(kept.order, items.length)) return;
    const right = answer.dataset.order.split(" ").map(Number);
    if (!kept.moved) {
      tell(list, "nothing", "[[nothing_moved]]");
      return;
    }
    const marks = judgePlaces(right, kept.order);
    arrange(list, items, kept.order);
    kept.order.forEach((i, at) => {
      items[i].classList.add(marks[at] ? "right" : "wrong");
      const words = marks[at] ? WORDS.right : "[[belongs_at]]".replace("{n}", right.indexOf(i) + 1);
      items[i].appendChild(make("div", marks[at] ? "unseen" : "mark", words));
    });
    tellScore(list, marks.filter(Boolean).length, items.length);
    pointTo(list);
  }
