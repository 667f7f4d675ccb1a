// What stands in a row: the best path through the penalties, and what each output says.
// The same as `read_row` and `sweep_row` of `lenet_keras/reading/_replicated.py`.

/** The class of what lies between digits, after the ten of the digits. */
export const BLANK = 10;
export const LABELS = 11;

/**
 * The path with the smallest sum of penalties on which no two neighbouring outputs read
 * digits, by the Viterbi algorithm: {text, places, labels, penalty}. `places` has the
 * outputs that read the digits of the text, `labels` what each output reads. Given a
 * text, it is the best path of those that read another one.
 *
 * @param {Float64Array} penalties Of the eleven classes of an output, then of the next.
 */
export function readRow(penalties, unlike = null) {
  const same = unlike?.length ?? 0; // digits read that are those of `unlike`
  const other = same + 1; // what has been read differs
  const follow = (read, label) => {
    if (label === BLANK || read === other) return read;
    return label === Number(unlike[read]) ? read + 1 : other;
  };
  // A node: how much was read, twice, and 1 after a digit.
  let least = new Float64Array(2 * (other + 1)).fill(Number.POSITIVE_INFINITY);
  least[2 * (unlike === null ? other : 0)] = 0;
  const ways = [];
  for (let place = 0; place < penalties.length; place += LABELS) {
    const now = new Float64Array(least.length).fill(Number.POSITIVE_INFINITY);
    const way = new Array(least.length);
    least.forEach((before, node) => {
      if (before === Number.POSITIVE_INFINITY) return; // no way leads there
      const isAfter = node % 2 === 1;
      for (let label = isAfter ? BLANK : 0; label < LABELS; label++) {
        const penalty = before + penalties[place + label];
        const to = 2 * follow(node >> 1, label) + (label === BLANK ? 0 : 1);
        if (penalty < now[to]) [now[to], way[to]] = [penalty, [node, label]];
      }
    });
    least = now;
    ways.push(way);
  }
  const ends = Array.from(least, (_, node) => node).filter(
    (node) => unlike === null || node >> 1 !== same,
  );
  const end = ends.reduce((best, node) => (least[node] < least[best] ? node : best));
  return { ...alongPath(ways, end), penalty: least[end] };
}

/** What is read on the way to a node. */
function alongPath(ways, end) {
  const labels = [];
  let node = end;
  for (const way of [...ways].reverse()) {
    if (!way[node]) return { text: "", places: [], labels: [] }; // no way leads there
    labels.unshift(way[node][1]);
    node = way[node][0];
  }
  const places = labels.flatMap((label, place) => (label === BLANK ? [] : [place]));
  return { text: places.map((place) => labels[place]).join(""), places, labels };
}

/**
 * What each output reads by itself: {text, labels}; the same digit at neighbouring
 * outputs counts once.
 */
export function sweepRow(penalties) {
  const labels = [];
  for (let place = 0; place < penalties.length; place += LABELS) {
    const here = penalties.subarray(place, place + LABELS);
    labels.push(here.indexOf(Math.min(...here)));
  }
  const isNew = (label, place) => label !== BLANK && label !== labels[place - 1];
  return { text: labels.filter(isNew).join(""), labels };
}
