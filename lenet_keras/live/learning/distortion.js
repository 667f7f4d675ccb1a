// Distorted patterns, drawn as `random_affine` and `random_elastic` draw them.

/** How far patterns are distorted, and which share of them; `elastic` in pixels. */
export const DISTORTION = {
  elastic: 0,
  translation: 1.5,
  scale: 0.1,
  squeeze: 0.1,
  shear: 0.1,
  share: 0.9,
};
const NODE_COUNT = 2 * 9 * 9;

/** What `trainer.distort` needs, or null for a pattern that stays as it is. */
export function drawDistortion(draw, ranges = {}) {
  const range = { ...DISTORTION, ...ranges };
  const between = (end) => end * (2 * draw() - 1);
  const a = between(range.scale);
  const b = between(range.squeeze);
  const c = between(range.shear);
  const u = between(range.translation);
  const v = between(range.translation);
  if (draw() >= range.share) return null;
  const wide = (1 + a) / (1 + b);
  return {
    way: wayBack([wide, -c * wide, u], [0, (1 + a) * (1 + b), v]),
    nodes: Float32Array.from({ length: NODE_COUNT }, () => between(range.elastic)),
  };
}

/** The inverse of a planar affine map of two rows of three. */
export function wayBack([xx, xy, u], [yx, yy, v]) {
  const area = xx * yy - xy * yx;
  const across = [yy / area, -xy / area];
  const down = [-yx / area, xx / area];
  const start = ([x, y]) => -(x * u + y * v);
  return [...across, start(across), ...down, start(down)];
}
