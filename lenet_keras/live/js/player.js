// Plays a figure, at the pace that the reader chose.
//
//   const player = createPlayer(() => 2, (units) => goOn(units), () => redraw());
//   player.createButton(() => rewindIfAtTheEnd())     says Play and Pause, and does it
//   player.stopWith(view, picture)      stops when the view closes, and when the picture
//                               is scrolled out of sight
//   player.play(), player.pause(), player.playing()
//   lessMotion()                whether the reader asked the system for it
//
// It plays in frames, so a page that is hidden stands still.

import { button } from "./element.js";
import { clamp } from "./numbers.js";

const LONGEST_GAP = 100; // milliseconds that one frame may make up for

/**
 * Calls `advance(units)` while it plays, so that `rate()` units pass in a second, and
 * `onchange()` when it starts and stops.
 */
export function createPlayer(rate, advance, onchange = () => {}) {
  let frame = null;
  let last;
  let due = 0;
  const controls = [];
  const playing = () => frame !== null;
  const changed = () => {
    for (const control of controls) control.textContent = playing() ? "Pause" : "Play";
    onchange();
  };
  const tick = (time) => {
    due += (clamp(time - last, 0, LONGEST_GAP) / 1000) * rate();
    last = time;
    frame = requestAnimationFrame(tick);
    const units = Math.floor(due);
    due -= units;
    if (units) advance(units);
  };
  const play = () => {
    if (playing()) return;
    [last, due] = [performance.now(), 0];
    frame = requestAnimationFrame(tick);
    changed();
  };
  const pause = () => {
    if (!playing()) return;
    cancelAnimationFrame(frame);
    frame = null;
    changed();
  };
  return {
    playing,
    play,
    pause,
    /** A button that plays and pauses; `begin()` follows when it starts to play. */
    createButton(begin = () => {}) {
      const toggle = () => {
        if (playing()) {
          pause();
          return;
        }
        play();
        begin();
      };
      controls.push(button("Play", toggle));
      return controls.at(-1);
    },
    stopWith({ el, signal }, seen = el) {
      const sight = new IntersectionObserver((entries) => {
        if (!entries.at(-1).isIntersecting) pause();
      });
      sight.observe(seen);
      signal?.addEventListener("abort", () => {
        sight.disconnect();
        pause();
      });
    },
  };
}

/** Whether the reader asked the system for less motion. */
export function lessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
