  /* A picture that is shown smaller than it is opens in its own size, at a tap or a key; not where a tap picks. */

  function watchPictures() {
    if (typeof HTMLDialogElement !== "function") return;
    for (const card of document.querySelectorAll(".mkdeck:not(.pictured)")) {
      const look = () => card.querySelectorAll("img").forEach(showZoom);
      card.classList.add("pictured");
      new ResizeObserver(look).observe(card);
      card.addEventListener("load", look, true);
      card.addEventListener("click", (event) => {
        if (event.target.matches("img.zooms")) zoom(event.target, event);
      });
      card.addEventListener("keydown", (event) => {
        if (!event.target.matches("img.zooms") || isModified(event) || !(isPress(event) || event.key === "Enter")) return;
        event.preventDefault();
        event.stopPropagation();
        zoom(event.target, null);
      });
      look();
    }
  }

  function showZoom(image) {
    const taken = image.closest("a, summary, button, [onclick], .spots, .zoomed, .choices.tappable, .task.tappable");
    const zooms = !taken && image.clientWidth > 0 && image.naturalWidth > 1.1 * image.clientWidth;
    if (zooms === image.classList.contains("zooms")) return;
    // Clients turn the card at a tap, but for what has this class.
    for (const name of ["zooms", "tappable"]) image.classList.toggle(name, zooms);
    const label = "[[enlarge]]" + (image.alt ? ": " + image.alt : "");
    const kept = { role: "button", tabindex: "0", "aria-haspopup": "dialog", "aria-label": label };
    for (const name of Object.keys(kept)) {
      if (zooms) image.setAttribute(name, kept[name]);
      else image.removeAttribute(name);
    }
  }

  function zoom(image, at) {
    const dialog = make("dialog", "zoomed tappable", "");
    const large = make("img", "tappable", "");
    const box = image.getBoundingClientRect();
    large.src = image.currentSrc || image.src;
    large.alt = image.alt;
    large.style.width = Math.min(image.naturalWidth, 3 * box.width) + "px";
    dialog.setAttribute("aria-label", image.getAttribute("aria-label"));
    dialog.appendChild(large);
    image.closest(".mkdeck").appendChild(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      event.stopPropagation();
      dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (isModified(event) || !(isPress(event) || ["Enter", "Escape"].includes(event.key))) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    });
    dialog.showModal();
    dialog.tabIndex = 0; // so that it scrolls by key
    dialog.focus();
    // What was tapped is in the middle.
    if (at) dialog.scrollLeft = (large.offsetWidth * (at.clientX - box.left)) / box.width - dialog.clientWidth / 2;
    if (at) dialog.scrollTop = (large.offsetHeight * (at.clientY - box.top)) / box.height - dialog.clientHeight / 2;
  }
