// How far a map is from having moved with the input.

/**
 * A map minus the map of the unshifted input, itself shifted by `down` rows and `right`
 * columns: zero where the map moved with the input, NaN where nothing can be compared.
 */
export function departure(states, before, map, size, down, right) {
  const result = new Float32Array(size * size).fill(Number.NaN);
  for (let row = Math.max(down, 0); row < size + Math.min(down, 0); row++) {
    for (
      let column = Math.max(right, 0);
      column < size + Math.min(right, 0);
      column++
    ) {
      const now = (map * size + row) * size + column;
      result[row * size + column] = states[now] - before[now - down * size - right];
    }
  }
  return result;
}

/**
 * How S2 departs from having moved by whole units: by the numbers of units below and
 * above the shift, and whichever is nearest. {difference, largest, down, right}.
 */
export function nearestDeparture(states, before, map, size, dy, dx) {
  const whole = (pixels) => [
    ...new Set([Math.floor(pixels / 2), Math.ceil(pixels / 2)]),
  ];
  const tried = whole(dy).flatMap((down) =>
    whole(dx).map((right) => {
      const difference = departure(states, before, map, size, down, right);
      return { difference, largest: largestOf(difference), down, right };
    }),
  );
  return tried.reduce((best, next) => (next.largest < best.largest ? next : best));
}

/** The largest absolute value; NaN does not count. */
export function largestOf(difference) {
  const known = difference.filter((number) => !Number.isNaN(number));
  return known.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
}

/** Where something moved, in words. */
export function wayInWords(right, down, unit = "") {
  const across = right
    ? `${Math.abs(right)}${unit} ${right > 0 ? "right" : "left"}`
    : "";
  const along = down ? `${Math.abs(down)}${unit} ${down > 0 ? "down" : "up"}` : "";
  return [across, along].filter(Boolean).join(", ") || "not at all";
}
