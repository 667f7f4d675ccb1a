// How the buttons and the sliders agree on coefficient and bias.

export const AS_LEARNED = 0; // of the trait `unit`
const PRESETS = [null, [0.1, 0], [2, 6], [2, -6]]; // coefficient and bias: blur, OR, AND
const BY_SLIDERS = PRESETS.length;
const ROUNDING = [0.026, 0.051]; // half a step of the sliders, which round what they show

/** Coefficient (of the sum) and bias of each map, as learned. */
export function learnedNumbers({ coefficient, bias, reduction }) {
  const part = reduction === "sum" ? 1 : 4;
  return Array.from(coefficient, (number, map) => [number / part, bias[map]]);
}

/**
 * What the buttons and the sliders must become so that they agree. `before` is what
 * they were when last they did; each is {unit, map, coefficient, bias}.
 */
export function agreement(before, now, learned) {
  const chosen = now.unit !== before.unit || now.map !== before.map;
  const numbers = (unit) => (unit === AS_LEARNED ? learned[now.map] : PRESETS[unit]);
  if (chosen && now.unit !== BY_SLIDERS) {
    const [coefficient, bias] = numbers(now.unit);
    return { coefficient, bias };
  }
  const same = (unit) => {
    const [coefficient, bias] = numbers(unit);
    return (
      Math.abs(coefficient - now.coefficient) < ROUNDING[0] &&
      Math.abs(bias - now.bias) < ROUNDING[1]
    );
  };
  if (now.unit !== BY_SLIDERS && same(now.unit)) return {};
  const preset = PRESETS.findIndex((_, unit) => unit !== AS_LEARNED && same(unit));
  return { unit: preset < 0 ? BY_SLIDERS : preset };
}
