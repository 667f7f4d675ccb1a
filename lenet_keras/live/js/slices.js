// Work in slices, a few milliseconds of each frame, so that the page stays quick.

/**
 * Calls `work(0)`, `work(1)`, ... for some milliseconds in each frame, so that the page
 * stays quick, and then `done()`. Returns a function that stops it.
 */
export function inSlices(
  count,
  work,
  done,
  { budget = 8, later = requestAnimationFrame, clock = () => performance.now() } = {},
) {
  let next = 0;
  let stopped = false;
  const slice = () => {
    if (stopped) return;
    const start = clock();
    while (next < count && clock() - start < budget) work(next++);
    if (next < count) later(slice);
    else done();
  };
  later(slice);
  return () => {
    stopped = true;
  };
}
