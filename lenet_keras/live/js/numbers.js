// Numbers as the figures write them, and the little arithmetic that they share.
//
//   decimal(-1.234)         "−1.23", with a true minus sign; decimal(value, digits)
//   plusMinus(2)            "±2.00", the ends of a scale about zero; small ones scientific
//   scientific(2.4e-5)      "2.4·10⁻⁵"
//   clamp(value, low, high)
//   f32(value)              rounded to 32 bits, as NumPy and TensorFlow hold it
//   stretch(values, 3, 25)  the values 75 to 99: a kernel, a map, an image
//   range(3)                [0, 1, 2]
//   joined([one, other])    typed arrays one after the other, of the kind of the first

export const MINUS = "\u2212";
export const f32 = Math.fround;

/** A number as the figures write it, with a true minus sign. */
export function decimal(value, digits = 2) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", MINUS);
}

/** The ends of a scale about zero, as a power of ten where decimals would say nothing. */
export function plusMinus(end, digits = 2) {
  const isSmall = end > 0 && end < 10 ** -digits;
  return `\u00b1${isSmall ? scientific(end) : decimal(end, digits)}`;
}

/** A small number as a power of ten: 2.4 times ten to the minus five. */
export function scientific(value) {
  const [digits, exponent] = value.toExponential(1).split("e");
  const superscript = { "-": "\u207b", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3" };
  const raised = [...String(Number(exponent))].map(
    (digit) => superscript[digit] ?? String.fromCharCode(0x2070 + Number(digit)),
  );
  return `${digits}\u00b710${raised.join("")}`;
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** One of the stretches of `length` values that follow one another in an array. */
export function stretch(values, number, length) {
  return values.subarray(number * length, (number + 1) * length);
}

/** 0, 1, ... below `count`. */
export function range(count) {
  return Array.from({ length: count }, (_, n) => n);
}

/** Typed arrays of one kind as one, one after the other. */
export function joined(parts) {
  const Kind = parts[0].constructor;
  const whole = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
