// The squashing function of the paper, equation 6, for one number.

const AMPLITUDE_OF_STATES = 1.7159;
const SLOPE_WITHIN = 2 / 3;

/** The state that a total input leads to. */
export function scaledTanh(total) {
  return AMPLITUDE_OF_STATES * Math.tanh(SLOPE_WITHIN * total);
}

/** The slope of the function where it leads to a state. */
export function slopeAtState(state) {
  return (SLOPE_WITHIN / AMPLITUDE_OF_STATES) * (AMPLITUDE_OF_STATES ** 2 - state ** 2);
}
