// What a page is made of.

import assert from "node:assert/strict";
import test from "node:test";

import { setText } from "../../lenet_keras/live/js/element.js";

/** A place in a page that counts what is laid out. */
function newPlace() {
  const place = { firstChild: null, made: 0, written: 0 };
  Object.defineProperty(place, "textContent", {
    set(text) {
      place.made += 1;
      let data = text;
      place.firstChild = {
        get data() {
          return data;
        },
        set data(next) {
          place.written += 1;
          data = next;
        },
      };
    },
  });
  return place;
}

test("a text is made once, and written only where it is new", () => {
  const place = newPlace();
  for (const text of ["5.8", "5.8", "130.1", "", "7.0"]) {
    setText(place, text);
    assert.equal(place.firstChild.data, text);
  }
  assert.deepEqual([place.made, place.written], [1, 3]);
});
