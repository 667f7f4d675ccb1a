// A formula that is copied is its TeX.

const TEX = 'annotation[encoding="application/x-tex"]';

/** The formula that a place of the page lies in. */
function formulaAround(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(
    "math",
  );
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || !event.clipboardData) return;
  const range = selection.getRangeAt(0).cloneRange();
  const [first, last] = [range.startContainer, range.endContainer].map(formulaAround);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copied = range.cloneContents();
  const formulas = copied.querySelectorAll("math");
  if (formulas.length === 0) return;
  for (const formula of formulas) {
    const tex = formula.querySelector(TEX)?.textContent ?? formula.textContent;
    const sign = formula.getAttribute("display") === "block" ? "$$" : "$";
    formula.replaceWith(`${sign}${tex}${sign}`);
  }
  const place = document.createElement("div");
  place.append(copied);
  event.clipboardData.setData("text/html", place.innerHTML);
  event.clipboardData.setData("text/plain", place.textContent);
  event.preventDefault();
});
