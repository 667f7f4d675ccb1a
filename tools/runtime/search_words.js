// Words of a text as the search compares them, and the part of a text that answers.

import { stemmer } from "stemmer";

const WORD = /[\p{L}\p{N}_]+(?:[-\u2010\u2011][\p{L}\p{N}_]+)*/gu;
const PART = /[-\u2010\u2011]/;
const TIMES = /(?<=\d)\s*[×x]\s*(?=\d)/g; // of 32 × 32, however it is written
const EMPTY = new Set(
  `a an and are as at be but by can do does for from had has have how i if in into is it
  its me my no not of on or so than that the their then there these they this to was we
  what when where which who why will with you your`.split(/\s+/),
);
const stems = new Map();

/** The words of a text; of one with hyphens its parts, and the parts as one word. */
export function wordsOf(text) {
  return (text.replace(TIMES, "x").match(WORD) ?? []).flatMap((word) => {
    const parts = word.split(PART);
    return parts.length > 1 ? [...parts, parts.join("")] : parts;
  });
}

/** A word without its ending, or null for one that says nothing of a page. */
export function stemOf(word) {
  const small = word.toLowerCase();
  if (EMPTY.has(small)) return null;
  if (!stems.has(small)) stems.set(small, stemmer(small));
  return stems.get(small);
}

/**
 * The part of a text with the most of some words.
 *
 * `found` are the words as `stemOf` gives them, `length` counts words. The part comes in
 * pieces, [text, whether it was found], to be put together with spaces.
 */
export function excerpt(text, found, length = 30) {
  const words = text.split(/\s+/);
  const hits = words.map((word) =>
    wordsOf(word)
      .map(stemOf)
      .find((s) => found.has(s)),
  );
  let [best, most] = [0, -1];
  for (let first = 0; first < words.length; first++) {
    if (first && !hits[first]) continue; // a part begins with what was found
    const within = new Set(hits.slice(first, first + length).filter(Boolean)).size;
    if (within > most) [best, most] = [first, within];
  }
  const start = Math.max(0, Math.min(best - 5, words.length - length));
  const pieces = words
    .slice(start, start + length)
    .map((word, n) => [word, hits[start + n] !== undefined]);
  if (start > 0) pieces.unshift(["…", false]);
  if (start + length < words.length) pieces.push(["…", false]);
  return pieces;
}
