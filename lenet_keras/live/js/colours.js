// Colours for numbers, and the ink that can be read on them.
//
//   paint(pixels, values, low, high, "signed" or "ink")   into the pixels of ImageData
//   symmetric(values)          the look {low, high} of a scale about zero that holds them
//   about(end)                 the look {low: -end, high: end}
//   tints(values, look)        [{background, color}, ...]: Object.assign(cell.style, tint)
//   reach(values)              their largest absolute value, NaN left out
//
// A look is {low, high, colours}; what lies beyond its ends has the colour of the end.

// Eleven colours of ColorBrewer's RdBu, from blue over white to red, as matplotlib's
// RdBu_r: told apart with any common colour vision, and by lightness.
const SIGNED = [
  [5, 48, 97],
  [33, 102, 172],
  [67, 147, 195],
  [146, 197, 222],
  [209, 229, 240],
  [247, 247, 247],
  [253, 219, 199],
  [244, 165, 130],
  [214, 96, 77],
  [178, 24, 43],
  [103, 0, 31],
];
const INK = [
  [255, 255, 255],
  [0, 0, 0],
];
export const LEVELS = 255; // an odd number: zero has a level of its own

/** A table of `LEVELS` colours, packed as ImageData wants them. */
function lookup(colours) {
  const table = new Uint32Array(LEVELS);
  const bytes = new Uint8Array(table.buffer);
  for (let level = 0; level < LEVELS; level++) {
    const place = (level / (LEVELS - 1)) * (colours.length - 1);
    const below = Math.min(Math.floor(place), colours.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [colours[below][channel], colours[below + 1][channel]];
      bytes[4 * level + channel] = Math.round(from + (place - below) * (to - from));
    }
    bytes[4 * level + 3] = 255;
  }
  return table;
}

// The same on a dark ground: zero is dark, and nothing glares.
const SIGNED_NIGHT = [
  [186, 219, 242],
  [122, 180, 223],
  [72, 138, 194],
  [45, 93, 140],
  [36, 60, 86],
  [33, 37, 43],
  [84, 50, 45],
  [140, 66, 52],
  [197, 92, 70],
  [237, 141, 115],
  [253, 205, 187],
];
const INK_NIGHT = [
  [33, 37, 43],
  [240, 240, 240],
];

const TABLES = {
  signed: lookup(SIGNED),
  ink: lookup(INK),
  signedNight: lookup(SIGNED_NIGHT),
  inkNight: lookup(INK_NIGHT),
};

/** The look of the same scale by night, on a dark ground. */
export function byNight(look) {
  return { ...look, colours: `${look.colours ?? "signed"}Night` };
}

/** Writes the colours of `values` into `pixels`; `low` and `high` are the ends. */
export function paint(pixels, values, low, high, colours = "signed") {
  const table = TABLES[colours];
  const slope = (LEVELS - 1) / (high - low || 1);
  for (let n = 0; n < pixels.length; n++) {
    const level = Math.round((values[n] - low) * slope);
    pixels[n] = table[level < 0 ? 0 : level >= LEVELS ? LEVELS - 1 : level]; // NaN: clear
  }
}

/** The largest absolute value, the end of a scale that is symmetric about zero. */
export function reach(values) {
  let largest = 0;
  for (const value of values) {
    if (Math.abs(value) > largest) largest = Math.abs(value); // NaN is never above
  }
  return largest || 1;
}

/** The look of a scale from `-end` over zero to `end`. */
export function about(end) {
  return { low: -end, high: end };
}

/** The look of a scale about zero that holds all the values. */
export function symmetric(values) {
  return about(reach(values));
}

/** Colours for numbers on one scale: {background, color}, the ink that reads best. */
export function tints(values, { low, high, colours }) {
  const pixels = new Uint32Array(values.length);
  paint(pixels, values, low, high, colours);
  const bytes = new Uint8Array(pixels.buffer);
  return Array.from(values, (_, n) => {
    const channels = [...bytes.subarray(4 * n, 4 * n + 3)];
    return { background: `rgb(${channels.join(" ")})`, color: inkOn(channels) };
  });
}

/** Black or white, whichever contrasts more with an sRGB colour. */
export function inkOn(channels) {
  return luminance(channels) < 0.179 ? "#fff" : "#000"; // there both contrast alike
}

/** Relative luminance of an sRGB colour, as WCAG 2 defines it. */
export function luminance(channels) {
  const [red, green, blue] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
