// The numbers of a kernel in fields, which a reader may write when they are their own.

import { element } from "../js/element.js";
import { range } from "../js/numbers.js";

/** The reader's own numbers with one of them replaced; half written ones are left out. */
export function withNumber(own, place, number) {
  return Number.isNaN(number) ? own : own.map((old, n) => (n === place ? number : old));
}

/**
 * Fields for `side` x `side` weights and a bias, which change the trait `own`. `set`
 * writes a kernel, and says whether it is the reader's; `onleave()` hears that a field
 * is left.
 */
export function createKernelFields({ value, set }, side, onleave) {
  const area = side ** 2;
  const createField = (place, name) => {
    const field = element("input", { type: "number", step: "0.1", "aria-label": name });
    field.addEventListener("input", () => {
      set({ own: withNumber(value("own"), place, field.valueAsNumber) });
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", onleave);
    return field;
  };
  const weights = range(area).map((n) =>
    createField(n, `weight, row ${Math.floor(n / side)}, column ${n % side}`),
  );
  const bias = createField(area, "bias");
  const write = (field, number, digits, writable) => {
    field.readOnly = !writable;
    field.tabIndex = writable ? 0 : -1;
    if (document.activeElement !== field) field.value = number.toFixed(digits);
  };
  return {
    weights,
    bias,
    set(kernel, writable) {
      weights.forEach((field, n) => {
        write(field, kernel.weights[n], 2, writable);
      });
      write(bias, kernel.bias, 3, writable);
    },
  };
}
