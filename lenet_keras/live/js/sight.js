// What happens when a reader first sees a part of a figure.
//
//   const cancel = onceSeen(part, act, signal);       as soon as any of it is in sight
//   onceSeen(part, act, signal, 0.6)                  when this share of it is

/** Calls `act` when `seen` first comes into sight, unless it is cancelled before. */
export function onceSeen(seen, act, signal, threshold = 0) {
  const sight = new IntersectionObserver(
    (entries) => {
      if (!entries.at(-1).isIntersecting) return;
      sight.disconnect();
      act();
    },
    { threshold },
  );
  sight.observe(seen);
  const cancel = () => sight.disconnect();
  signal?.addEventListener("abort", cancel);
  return cancel;
}
