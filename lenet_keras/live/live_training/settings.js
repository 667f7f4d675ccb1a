// What a reader chose for a training, as the training takes it.

// The numbers of the traits, as the controls name them.
const [FIRST_THOUSAND, FIRST_HUNDRED, ONE_CLASS] = [1, 2, 3];
const [WITH_DRAWINGS, ONLY_DRAWINGS] = [4, 5];
const [EQUATION_8, LITERAL, EQUAL, FULL, ONE_RATE] = [1, 1, 2, 1, 1];
const USUAL_RATES = { sdlm: 3e-4, sgd: 1e-3 };
const USUAL_PASSES = 5;
const MORE_PASSES = {
  ...{ [FIRST_THOUSAND]: 20, [FIRST_HUNDRED]: 100, [ONLY_DRAWINGS]: 20 },
};
const FIRST = { [FIRST_THOUSAND]: 1000, [FIRST_HUNDRED]: 100, [ONLY_DRAWINGS]: 0 };
const OFTEN_ENOUGH = 1000; // patterns of a pass: a few drawings come often enough to matter

/** The traits that a training depends on: it begins anew when one of them changes. */
export const COURSE_TRAITS = [
  ...["source", "one_class", "rate", "mu", "loss", "start"],
  ...["table", "method", "shuffled", "distorted"],
];

/** The number by which the controls name a table of `CONNECTIONS`. */
export const numberOfTable = (name) => (name === "full" ? FULL : 0);

export const isOfOneClass = ({ source }) => source === ONE_CLASS;
const takesDrawings = ({ source }) => [WITH_DRAWINGS, ONLY_DRAWINGS].includes(source);

/** What a reader has to do before such a training can begin, in words; none for most. */
export function missingInWords(traits, drawings) {
  if (!takesDrawings(traits) || drawings.length) return "";
  return (
    "No drawing of yours is kept yet: draw a digit in the playground, press \u201cKeep " +
    "it to learn from\u201d and say which one it is."
  );
}

/** The drawings as often as it takes to be many. */
function repeated(drawings) {
  const times = Math.ceil(OFTEN_ENOUGH / Math.max(drawings.length, 1));
  return Array.from({ length: times }, () => drawings).flat();
}

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
      digit: isOfOneClass(traits) ? traits.one_class : null,
      drawings: takesDrawings(traits) ? repeated(drawings) : [],
      shuffledLabels: traits.shuffled,
      distortion: traits.distorted ? {} : null,
    },
  };
}
