// Questions that a reader answers before the figure does: predict, then move.
//
// A question holds its options and either the number of the right one, or a figure to move
// and, for each option, the words that the figure says if the option is right.

import { button, div, element, setText } from "../js/element.js";

const AT_REST = 20; // frames for which a figure has said the same

/** The number of the only option whose words were said, -1 if there is no such one. */
export function optionSaid(says, words) {
  const fitting = says.map((text, n) => (words.includes(text) ? n : -1));
  const found = fitting.filter((n) => n >= 0);
  return found.length === 1 ? found[0] : -1;
}

/** What becomes of a reader's choice, in words. */
export function outcomeInWords({ options, because }, chosen, right, said = "") {
  const told = said ? `The figure says: ${said}` : "";
  if (right < 0) return told || "The figure is not on the page: run its cell first.";
  const verdict =
    chosen === right ? "You were right." : `Not so. What happens: ${options[right]}.`;
  return [verdict, because, told].filter(Boolean).join(" ");
}

/** The last figure of its kind before the question. */
function figureBefore(place, kind) {
  const figures = [...document.querySelectorAll(`.ll-figure.ll-${kind}`)];
  const before = Node.DOCUMENT_POSITION_PRECEDING;
  return figures
    .filter((figure) => place.compareDocumentPosition(figure) & before)
    .at(-1);
}

/** What stands in the parts of a figure that a rule of CSS names. */
function textOf(figure, css) {
  const texts = [...figure.querySelectorAll(css)].map((one) => one.textContent.trim());
  return texts.filter(Boolean).join(", ");
}

/** All that a figure says in words: its answer, its verdict, the line below. */
function wordsOf(figure) {
  const answer = textOf(figure, ".ll-answer");
  const told = textOf(figure, ".ll-told");
  const all = [`Answer ${answer}`, textOf(figure, ".ll-verdict, .ll-next"), told];
  return { told, all: all.join(", ") };
}

/** What a figure says once it has settled. */
async function settledWords(figure) {
  let [words, frames] = [wordsOf(figure), 0];
  while (frames < AT_REST) {
    await new Promise(requestAnimationFrame);
    const now = wordsOf(figure);
    const isBusy = figure.getAttribute("aria-busy") === "true"; // it learns, say
    [words, frames] = [now, now.all === words.all && !isBusy ? frames + 1 : 0];
  }
  return words;
}

/** Moves the figure of a question; what it says then, null where there is none. */
async function moveFigure({ view, kind, move }, place, host) {
  await globalThis.livePage?.startAll(); // it may not have been near yet
  const figure = figureBefore(place, kind);
  if (!figure) return null;
  const model = await host.getModel(view);
  for (const [trait, value] of Object.entries(move)) model.set(trait, value);
  model.save_changes();
  return settledWords(figure);
}

/** One question: options, a button, and what came of the choice. */
function createQuestion(question, number, name, host) {
  const { options, says } = question;
  const radios = options.map((_, n) =>
    element("input", { type: "radio", name: `${name}-${number}`, value: n }),
  );
  const labels = options.map((option, n) =>
    element("label", { class: "ll-option" }, radios[n], option),
  );
  const outcome = element("p", { class: "ll-outcome", role: "status" });
  const check = button(says ? "Move it and see" : "See", async () => {
    const chosen = radios.findIndex((radio) => radio.checked);
    if (chosen < 0) return setText(outcome, "Choose what you expect first.");
    check.disabled = true;
    const said = says ? await moveFigure(question, made, host) : null;
    const right = says ? optionSaid(says, said?.all ?? "") : question.right;
    check.disabled = false;
    labels.forEach((label, n) => {
      if (n === right) label.dataset.right = "true";
      else delete label.dataset.right;
    });
    made.dataset.outcome = right < 0 ? "unknown" : chosen === right ? "right" : "wrong";
    setText(outcome, outcomeInWords(question, chosen, right, said?.told));
  });
  const made = element(
    "fieldset",
    {},
    element("legend", {}, question.question),
    ...labels,
    div("ll-buttons", check),
    outcome,
  );
  return made;
}

let count = 0;

function render({ model, el, host }) {
  count += 1;
  el.classList.add("ll-figure", "ll-predictions");
  el.closest(".cell")?.classList.add("ll-filled");
  el.append(
    element("p", { class: "ll-caption" }, "Predict, then look"),
    ...model
      .get("questions")
      .map((question, n) => createQuestion(question, n, `ll-predicted-${count}`, host)),
  );
}

export default { render };
