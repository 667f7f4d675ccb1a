// Numbers at random that are the same every time.
//
//   const draw = seeded(1, 2)       draw() is from 0 to below 1; other seeds, others
//   shuffled(values, draw)          a copy in another order

/** What a training draws: each has numbers of its own, after the seed. */
export const DRAWN = { start: 0, order: 1, labels: 2, distortion: 3 };

/** A generator of numbers from 0 to below 1, decided by any number of whole numbers. */
export function seeded(...seeds) {
  let state = 0;
  for (const seed of seeds) state = scrambled(state + seed + 1);
  return () => {
    state = (state + 0x9e3779b9) | 0; // steps of the golden ratio
    return scrambled(state) / 2 ** 32;
  };
}

/** A whole number below 2 ** 32 whose bits all depend on all bits of another. */
function scrambled(number) {
  let bits = number;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The values in another order, each order as likely. */
export function shuffled(values, draw) {
  const mixed = values.slice();
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}
