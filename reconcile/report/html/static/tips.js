"use strict";
// What a mention stands for, on hover, focus and touch; Escape hides it. For reports and the workbench.
const tips = (() => {
  let tip = null;
  let owner = null;
  let leaving = 0;
  const hide = () => {
    if (tip) tip.hidden = true;
    tip = owner = null;
  };
  const place = () => {
    const at = owner.getClientRects()[0];
    const { width, height } = tip.getBoundingClientRect();
    const below = at.bottom + 6 + height < innerHeight || at.top < height + 6;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : at.top - height - 6}px`;
  };
  const reveal = (mention) => {
    clearTimeout(leaving);
    const next = document.getElementById(mention.getAttribute("aria-describedby"));
    if (tip !== next) hide();
    [tip, owner] = [next, mention];
    tip.hidden = false;
    place();
  };
  const mentionOf = (event) => event.target.closest?.(".m[role]");
  document.addEventListener("mouseover", (event) => {
    const mention = mentionOf(event);
    if (mention) reveal(mention);
    else if (tip && tip.contains(event.target)) clearTimeout(leaving);
    else if (tip && !document.activeElement.matches(".m")) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, 200);
    }
  });
  document.addEventListener("focusin", (event) => (mentionOf(event) ? reveal(mentionOf(event)) : hide()));
  document.addEventListener("click", (event) => {
    if (mentionOf(event)) reveal(mentionOf(event));
    else if (!tip?.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if ((event.key === "Enter" || event.key === " ") && mentionOf(event)) {
      event.preventDefault();
      if (tip) hide();
      else reveal(mentionOf(event));
    }
  });
  document.addEventListener("scroll", () => tip && place(), { passive: true, capture: true });
  return { hide };
})();
