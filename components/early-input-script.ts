// A page can be seen and typed into before its scripts have come: on a slow phone for seconds. What is pressed in that
// time is kept by a few lines that stand in the page itself, and done as soon as somebody is there to do it.

/**
 * Stands before everything else of a page. React would be told of these presses too while it takes the page over, so they
 * are kept from it: nothing is done twice.
 */
export const earlyInputScript = `(() => {
  const early = { sent: null, pressed: null };
  const listen = (listeners) => {
    for (const type in listeners) addEventListener(type, listeners[type], true);
    return () => {
      for (const type in listeners) removeEventListener(type, listeners[type], true);
    };
  };
  const isBox = (element) => element.name === "message" && element.localName === "textarea";
  const take = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // who goes on writing, or sends, has not waited for the button; heard ahead of what follows, which hides some presses
  const forget = ({ target }) => {
    if (isBox(target)) early.pressed = null;
  };
  early.endPressing = listen({
    input: forget,
    keydown: forget,
    click(event) {
      const button = event.target.closest("button");
      if (!button) return;
      early.pressed = button.type === "submit" ? null : button;
      if (early.pressed) take(event);
    },
  });
  const send = (event, box) => {
    take(event);
    early.sent = box.value;
  };
  let disabledWhenEmpty;
  early.endSending = listen({
    keydown(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      if (!isBox(event.target)) return;
      if (event.target.value === "") take(event);
      else send(event, event.target);
    },
    input({ target }) {
      if (!isBox(target)) return;
      const button = target.form.querySelector("[type=submit]");
      if (!button) return;
      disabledWhenEmpty ??= button.disabled;
      button.disabled = target.value === "" ? disabledWhenEmpty : target.value.trim() === "";
    },
    submit(event) {
      const box = event.target.elements.message;
      if (box) send(event, box);
    },
  });
  window.earlyInput = early;
})();`;
