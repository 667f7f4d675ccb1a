// Plays a figure, at the pace that the reader chose.

import { clamp } from "./ui.js";

const LONGEST_GAP = 100; // milliseconds that one frame may make up for

/** Calls `advance(units)` while it plays, so that `rate()` units pass in a second. */
export function createPlayer(rate, advance, onchange) {
  let frame = null;
  let last;
  let due = 0;
  const tick = (time) => {
    due += (clamp(time - last, 0, LONGEST_GAP) / 1000) * rate();
    last = time;
    frame = requestAnimationFrame(tick);
    const units = Math.floor(due);
    due -= units;
    if (units) advance(units);
  };
  return {
    playing: () => frame !== null,
    play() {
      if (frame !== null) return;
      [last, due] = [performance.now(), 0];
      frame = requestAnimationFrame(tick);
      onchange();
    },
    pause() {
      if (frame === null) return;
      cancelAnimationFrame(frame);
      frame = null;
      onchange();
    },
  };
}
