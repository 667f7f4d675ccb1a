// A network that learns while the reader watches.

import { createToolbar } from "../js/choices.js";
import { button, div } from "../js/element.js";
import { MNIST_SIDE, prepare } from "../js/images.js";
import { forward, ranking } from "../js/lenet5.js";
import { scientific, stretch } from "../js/numbers.js";
import { ownDrawings } from "../js/own_drawings.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { bytes, openView } from "../js/view.js";
import { createDigits } from "../training_replay/learned_digits.js";
import { createCoursePlot } from "./course_plot.js";
import { createKeepsakes } from "./keepsakes.js";
import { createLearner } from "./learner.js";
import { createLearningKernels } from "./learning_kernels.js";
import { createPattern } from "./pattern.js";
import { messageInWords } from "./progress_words.js";
import { COURSE_TRAITS, isOfOneClass, missingInWords, trainingOf } from "./settings.js";
import { createWayBack } from "./way_back.js";

/** The rows of the table of rates: the smallest, middle and largest of each layer. */
export function rateRows(rates) {
  return Object.entries(rates ?? {}).map(([name, three]) => [
    name,
    ...Array.from(three, scientific),
  ]);
}

/** The digits that are asked again and again, with the answers of `draw`'s network. */
function createExamination(view) {
  const images = bytes(view.value("images"));
  const labels = view.value("labels");
  const answers = [[]];
  const inputs = labels.map((_, n) => prepare(stretch(images, n, MNIST_SIDE ** 2)));
  const digits = createDigits(images, labels, answers);
  return {
    element: digits.element,
    draw(layers) {
      const answerOf = (image) => ranking(layers, forward(layers, image).output)[0];
      answers[0] = inputs.map(answerOf);
      digits.set(0);
    },
  };
}

/** Play, one digit, one pass, start again; `act(message)` does it, `anew()` starts. */
function createTools(act, anew) {
  const play = button("Play", () => act({ type: playing ? "pause" : "play" }));
  let playing = false;
  const others = [
    button("One digit", () => act({ type: "step", count: 1 })),
    button("One pass", () => act({ type: "pass" })),
    button("Start again", anew),
  ];
  return {
    element: createToolbar("Training", "ll-buttons", [play, ...others]),
    set(isPlaying, isBusy) {
      playing = isPlaying;
      play.textContent = playing ? "Pause" : "Play";
      for (const tool of [play, ...others]) tool.disabled = isBusy;
    },
  };
}

function preparedDrawings() {
  return ownDrawings().map(({ image, label }) => ({ image: prepare(image), label }));
}

/** What is seen of a training: `reset()` before one, `take(message)` of its progress. */
function createPictures(view, learner) {
  const pattern = createPattern(learner.network().output, view.value("limits"));
  const plot = createCoursePlot(view.value("errors"));
  const examination = createExamination(view);
  const kernels = createLearningKernels(view);
  let [judged, rates, last, seen] = [[], null, null, 0];
  const table = createTable(
    "Rates of the weights in this pass as a table",
    ["layer", "smallest", "middle", "largest"],
    () => rateRows(rates),
  );
  return {
    scene: div(
      "ll-scene",
      pattern.element,
      div("ll-course", plot.element, examination.element),
      pattern.verdict,
    ),
    kernels: kernels.element,
    table: table.element,
    judged: () => judged.at(-1),
    reset() {
      [judged, rates, last, seen] = [[], null, null, 0];
      pattern.rest();
      kernels.begin();
    },
    take(message) {
      last = message.last;
      seen = message.seen;
      rates = message.rates ?? rates;
      if (message.judged) judged.push(message.judged);
    },
    draw() {
      const layers = learner.network();
      plot.set(judged);
      table.refresh();
      if (last) pattern.set(last, layers);
      examination.draw(layers);
      kernels.draw(layers, seen);
    },
  };
}

async function render(context) {
  const view = await openView(context, "live-training");
  const teller = createTeller();
  let begun = false;
  const chosen = () => trainingOf(view.values(COURSE_TRAITS), preparedDrawings());
  const rest = () => view.el.removeAttribute("aria-busy");
  const stopWith = (words) => {
    rest();
    tools.set(false, false);
    teller.tell(words);
  };
  const learner = createLearner(context.model, view, {
    onprogress(message) {
      pictures.take(message);
      tools.set(message.playing, false);
      teller.tell(messageInWords(message, pictures.judged(), chosen().settings));
      pictures.draw();
      if (message.playing) return;
      if (message.seen > 0) rest();
      wayBack.ask();
    },
    ontrouble: stopWith,
    onexplained: (message) => wayBack.show(message),
  });
  learner.prepare(chosen());
  const pictures = createPictures(view, learner);
  const wayBack = createWayBack(learner.network(), learner, teller.whisper);
  const reset = () => {
    begun = false;
    pictures.reset();
    learner.prepare(chosen());
  };
  const begin = async (weights = null, table = {}) => {
    reset();
    const missing = missingInWords(view.values(["source"]), ownDrawings());
    if (missing) return stopWith(missing);
    tools.set(false, true);
    teller.tell("The digits are on their way.");
    try {
      await learner.begin({ ...chosen(), ...table }, weights);
      begun = true;
    } catch (error) {
      stopWith(error.message);
    }
  };
  const act = async (message) => {
    if (!begun) await begin();
    if (begun) learner.send(message);
  };
  const tools = createTools(act, () => begin());
  view.on(COURSE_TRAITS, () => {
    learner.send({ type: "stop" });
    reset();
    stopWith("Another training: Play begins it.");
  });
  // A question asks for a training of so many digits. What else it chooses is set in the
  // same moment, and would end a training that began before.
  view.on(["until"], () => {
    const until = view.value("until");
    if (until === 0) return;
    queueMicrotask(async () => {
      view.set({ until: 0 });
      view.el.setAttribute("aria-busy", "true");
      await begin();
      if (begun) learner.send({ type: "play", until });
    });
  });
  const keepsakes = createKeepsakes({
    trained: learner.trained,
    network: learner.network,
    say: teller.tell,
    take: ({ weights, table }) => begin(weights, { connections: table }),
  });
  teller.tell("The weights are random: nothing has been learned yet.");
  view.show(
    view.hint(),
    tools.element,
    pictures.scene,
    div("ll-below", teller.element, createMore(view.el)),
    pictures.kernels,
    wayBack.element,
    pictures.table,
    createToolbar("The network", "ll-buttons", keepsakes.tools),
    keepsakes.input,
  );
  const showClass = () => {
    const column = view.el.closest(".ll-column");
    column?.classList.toggle("ll-of-one-class", isOfOneClass(view.values(["source"])));
  };
  view.follow([...COURSE_TRAITS, "shown"], () => {
    showClass();
    pictures.draw();
  });
}

export default { render };
