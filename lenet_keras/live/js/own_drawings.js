// The digits that a reader has drawn and labelled, kept in the browser to be learned from.
//
//   keepDrawing(image, 7)     28x28 bytes; how many there are now, null if there is no room
//   ownDrawings()             [{image, label}]
//   forgetDrawings()

import { fromBase64, toBase64 } from "./base64.js";

const DRAWINGS = "lenet-5: the reader's digits";

export function ownDrawings() {
  try {
    return (JSON.parse(localStorage.getItem(DRAWINGS)) ?? []).map(([label, text]) => ({
      label,
      image: fromBase64(text),
    }));
  } catch {
    return []; // no storage, or something else in it
  }
}

export function keepDrawing(image, label) {
  const all = [...ownDrawings(), { image, label }];
  const texts = all.map((one) => [one.label, toBase64(one.image)]);
  try {
    localStorage.setItem(DRAWINGS, JSON.stringify(texts));
    return all.length;
  } catch {
    return null;
  }
}

export function forgetDrawings() {
  localStorage.removeItem(DRAWINGS);
}
