// What a reader chose for a training, as the training takes it.

// The numbers of the traits, as the controls name them.
const [FIRST_THOUSAND, FIRST_HUNDRED, ONE_CLASS, WITH_DRAWINGS] = [1, 2, 3, 4];
const [EQUATION_8, LITERAL, EQUAL, FULL, ONE_RATE] = [1, 1, 2, 1, 1];
const USUAL_RATES = { sdlm: 3e-4, sgd: 1e-3 };
const USUAL_PASSES = 5;
const MORE_PASSES = { [FIRST_THOUSAND]: 20, [FIRST_HUNDRED]: 100 };
const FIRST = { [FIRST_THOUSAND]: 1000, [FIRST_HUNDRED]: 100 };

/** The traits that a training depends on: it begins anew when one of them changes. */
export const COURSE_TRAITS = [
  ...["source", "one_class", "rate", "mu", "loss", "start"],
  ...["table", "method", "shuffled", "distorted"],
];

/** `connections` and `settings` of a training; `drawings` are the reader's. */
export function trainingOf(traits, drawings) {
  const method = traits.method === ONE_RATE ? "sgd" : "sdlm";
  return {
    connections: traits.table === FULL ? "full" : "table_i",
    settings: {
      seed: 0,
      method,
      rate: USUAL_RATES[method] * 10 ** traits.rate,
      mu: traits.mu,
      loss:
        traits.loss === EQUATION_8
          ? { equation: 8 }
          : { equation: 9, j: 10, scale: 0.5 },
      start: traits.start === LITERAL ? "literal" : "square_root",
      equal: traits.start === EQUAL,
      passes: MORE_PASSES[traits.source] ?? USUAL_PASSES,
      first: FIRST[traits.source] ?? null,
      digit: traits.source === ONE_CLASS ? traits.one_class : null,
      drawings: traits.source === WITH_DRAWINGS ? drawings : [],
      shuffledLabels: traits.shuffled,
      distortion: traits.distorted ? {} : null,
    },
  };
}

/** How many digits there are to learn from, in words. */
export function sourceInWords(length, drawings) {
  const digits = `${length.toLocaleString("en")} digits to learn from`;
  return drawings ? `${digits}, ${drawings} of them yours` : digits;
}
