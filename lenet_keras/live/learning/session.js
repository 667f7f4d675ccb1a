// A training that is told what to do by messages, and tells how far it is.
//
//   const handle = createSession(program, post);
//   handle({ type: "start", codes, digits, held, settings, weights, connections });
//   handle({ type: "play", until: 2000 });   so many digits; without, until the end or "pause"
//   handle({ type: "pass" });      until the end of the pass
//   handle({ type: "step", count: 1 });
//   handle({ type: "explain", image, label });   without an image: what comes next
//   handle({ type: "weights" });
//   handle({ type: "stop" });      forgets the training
//
// `digits`, `held`, `settings` and `weights` are those of `createCourse`; `connections`
// names a table of `CONNECTIONS`. What is posted:
//
//   {type: "progress", seen, own, pass, passes, length, playing, over, finite, loss,
//    error, rate, last, weights, rates, judged}
//
// `own` of the patterns that were seen are drawings of the reader; `loss` and `error` are
// running means; `rate` is that of the step that comes next, `last` the pattern that came
// last; `weights` is a row, transferred. `rates` and `judged` ({seen, error, answers}) come
// when new.
//
//   {type: "explained", image, label, number, states, derivatives, gradient, ...}
//   {type: "weights", seen, weights}
//   {type: "error", message}

import { createCourse } from "./course.js";
import { createTrainer } from "./trainer.js";
import { CONNECTIONS } from "./weights.js";

const TOLD_EVERY = 100; // milliseconds
const WORK = 50; // milliseconds between two looks at messages
const REMEMBERED = 500; // patterns, of which errors and losses are running means
// Digits held out are judged at first, after so many patterns, after twice as many and
// so on, but never after more than the second since the last time; and at the end.
const [JUDGED_FIRST, JUDGED_EVERY] = [250, 2000];

/**
 * @param {WebAssembly.Module | BufferSource} program As for `createTrainer`.
 * @param {(message: object, transferred?: ArrayBuffer[]) => void} post
 * @param {object} clock `now()` in milliseconds, `later(work)`: once messages are read.
 * @returns {(message: object) => void} What messages are handed to.
 */
export function createSession(
  program,
  post,
  { now = () => performance.now(), later = setTimeout } = {},
) {
  let running = null; // the training
  let ticket = 0; // of what was put off until later
  const commands = {
    start(message) {
      running = createTraining(program, message, post, now);
      running.tell();
    },
    play: ({ until = Number.POSITIVE_INFINITY }) => play(until),
    pass: () => play(running.endOfPass()),
    pause: () => rest(),
    step({ count = 1 }) {
      rest();
      running.advance(count);
      running.tell();
    },
    explain: (message) => post({ type: "explained", ...running.explain(message) }),
    weights() {
      const { seen, weights } = running.snapshot();
      post({ type: "weights", seen, weights }, [weights.buffer]);
    },
    stop() {
      ticket += 1;
      running = null;
    },
  };

  const rest = () => {
    ticket += 1;
    if (running.setPlaying(false)) running.tell();
  };

  const play = (goal) => {
    ticket += 1;
    running.setPlaying(true);
    goOn(goal, ticket);
  };

  const goOn = (goal, mine) => {
    if (mine !== ticket) return;
    const isMore = guarded(() => running.work(goal));
    if (isMore) later(() => goOn(goal, mine));
  };

  const guarded = (work) => {
    try {
      return work();
    } catch (error) {
      post({ type: "error", message: error.message });
      return false;
    }
  };

  return (message) =>
    guarded(() => {
      if (!Object.hasOwn(commands, message.type)) {
        throw new Error(`Expected a command. Received: ${message.type}`);
      }
      if (message.type !== "start" && !running) return;
      ticket += message.type === "start";
      commands[message.type](message);
    });
}

function createTraining(program, message, post, now) {
  const { codes, connections = "table_i", digits, held, settings, weights } = message;
  const trainer = createTrainer(program, {
    codes,
    connections: CONNECTIONS[connections],
  });
  const course = createCourse(trainer, digits, held, settings, weights);
  const means = createMeans();
  let playing = false;
  let [last, own] = [null, 0];
  let many = 20; // patterns between two looks at the clock
  let judged = null;
  const told = { time: Number.NEGATIVE_INFINITY, rates: null, judged: null };

  const judge = () => {
    judged = { seen: course.seen(), ...course.judge() };
  };
  const judgedNext = () => {
    const { seen } = judged;
    return seen + Math.min(Math.max(seen, JUDGED_FIRST), JUDGED_EVERY);
  };
  judge();

  const training = {
    endOfPass: () => (Math.floor(course.seen() / course.length) + 1) * course.length,
    snapshot: () => ({ seen: course.seen(), weights: trainer.weights() }),

    setPlaying(wanted) {
      const isNew = playing !== wanted;
      playing = wanted;
      return isNew;
    },

    advance(count) {
      const learned = course.advance(count);
      if (learned.count === 0) return;
      means.add(learned);
      last = learned.last;
      own += learned.own;
      if (course.seen() >= judgedNext() || course.isOver()) judge();
    },

    /** Learns for a while, at most up to a goal; whether there is more to do. */
    work(goal) {
      const begun = now();
      const count = Math.min(many, Math.min(goal, judgedNext()) - course.seen());
      training.advance(count);
      const share = WORK / Math.max(now() - begun, 1);
      if (count === many) many = Math.ceil(many * Math.min(Math.max(share, 0.5), 2));
      playing = !course.isOver() && course.seen() < goal && trainer.isFinite();
      if (!playing || now() - told.time >= TOLD_EVERY) training.tell();
      return playing;
    },

    tell() {
      const { seen, weights: row } = training.snapshot();
      const rates = course.rates();
      const progress = {
        ...{ type: "progress", seen, own, length: course.length, last, playing },
        pass: Math.floor(seen / course.length),
        passes: course.settings.passes,
        over: course.isOver(),
        finite: trainer.isFinite(),
        rate: course.rate(),
        ...means.values(),
        weights: row,
        ...(rates !== told.rates && { rates }),
        ...(judged !== told.judged && { judged }),
      };
      Object.assign(told, { time: now(), rates, judged });
      post(progress, [row.buffer]);
    },

    explain({ image, label }) {
      const pattern = image ? { image, label } : course.next();
      const { loss } = course.settings;
      return { ...pattern, ...trainer.explain(pattern.image, pattern.label, loss) };
    },
  };
  return training;
}

/** Running means of loss and error, over all patterns while they are few. */
function createMeans() {
  let [seen, loss, error] = [0, null, null];
  return {
    values: () => ({ loss, error }),
    add(learned) {
      if (learned.count === 0) return;
      seen += learned.count;
      const share = learned.count / Math.min(seen, Math.max(REMEMBERED, learned.count));
      loss += share * (learned.loss - loss);
      error += share * (learned.wrong / learned.count - error);
    },
  };
}
