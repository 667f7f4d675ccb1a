// The menus at the head of a page: for who has no mouse to hover with.

const OPENER = "button.dropdown-toggle";

/** Opens or closes the menu that follows a button. */
function show(button, open) {
  button.setAttribute("aria-expanded", open);
  button.nextElementSibling.classList.toggle("show", open);
}

/** The buttons whose menus are open, but for one. */
function opened(but) {
  const all = document.querySelectorAll(`${OPENER}[aria-expanded="true"]`);
  return [...all].filter((button) => button !== but);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(OPENER);
  for (const other of opened(button)) show(other, false);
  if (button) show(button, button.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const button of opened()) {
    if (button.parentElement.contains(document.activeElement)) button.focus();
    show(button, false);
  }
});
