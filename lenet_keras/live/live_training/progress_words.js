// What the figure that learns says of a training, in words.

import { decimal } from "../js/numbers.js";

const [MOSTLY, GUESSING] = [0.5, 0.75]; // shares of errors; guesses are wrong in 0.9

/** How much of the digits is there, from 0 to 1. */
export function loadingInWords(share = 0) {
  const much = share ? `: ${decimal(100 * share, 0)}\u00a0% are there` : "";
  return `The digits are on their way${much}.`;
}

/** How far a training is; `judged` is the last judgement, if there is one. */
export function progressInWords({ seen, own, pass, passes, error, over }, judged) {
  const where = over ? `all ${passes} passes` : `pass ${pass + 1} of ${passes}`;
  const share = (part) => `${decimal(100 * part, 1)}\u00a0%`;
  const lately = seen ? [`${share(error)} of the last ones`] : [];
  const unseen = judged ? [`${share(judged.error)} of digits not learned from`] : [];
  const wrong = [...lately, ...unseen].join(", ");
  const digits = seen === 1 ? "1 digit" : `${seen.toLocaleString("en")} digits`;
  const yours = own ? `, ${own.toLocaleString("en")} of them yours` : "";
  return `${digits} seen${yours}, ${where}. Wrong: ${wrong}.`;
}

/** What a network has learned, by its last judgement; `settings` are its training's. */
export function learnedInWords(judged, { digit = null, first = null } = {}) {
  if (!judged) return "";
  const { error, answers } = judged;
  const one = answers.every((answer) => answer === answers[0]);
  const alike = one ? [`It answers ${answers[0]} to everything.`] : [];
  const isNarrow = digit !== null || first === 0; // one class, or the reader's digits
  if (one && isNarrow) return alike[0];
  if (error < MOSTLY) return "It reads most of them.";
  if (error < GUESSING) return "It reads some of them.";
  return ["It is still guessing.", ...alike].join(" ");
}

/** All that is told of a message of progress. */
export function messageInWords(message, judged, settings) {
  const isAtRest = !message.playing && message.seen > 0;
  const told = [
    progressInWords(message, judged),
    message.finite ? "" : "A weight is no number any more: the rate.",
    isAtRest ? learnedInWords(judged, settings) : "",
    message.over ? "Start again begins anew." : "",
  ];
  return told.filter(Boolean).join(" ");
}
