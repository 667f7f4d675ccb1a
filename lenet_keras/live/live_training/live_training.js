// A network that learns while the reader watches.

import { createToolbar } from "../js/choices.js";
import { button, div } from "../js/element.js";
import { prepare } from "../js/images.js";
import { ownDrawings } from "../js/own_drawings.js";
import { createMore, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { createKeepsakes } from "./keepsakes.js";
import { createLearner } from "./learner.js";
import { createPictures } from "./pictures.js";
import { loadingInWords, messageInWords } from "./progress_words.js";
import {
  COURSE_TRAITS,
  isOfOneClass,
  missingInWords,
  numberOfTable,
  trainingOf,
} from "./settings.js";
import { createWayBackPlace } from "./way_back_place.js";

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

/**
 * What begins and ends a training of the `chosen()` settings: `begin(weights)`, and
 * `act(message)`, which begins one if need be; `mark(traits)` says what is trained already.
 */
function createConductor(view, chosen, { learner, pictures, tools, stopWith, tell }) {
  let [begun, isMarking] = [false, false];
  const reset = () => {
    begun = false;
    pictures.reset();
    learner.prepare(chosen());
  };
  const begin = async (weights = null) => {
    reset();
    const missing = missingInWords(view.values(["source"]), ownDrawings());
    if (missing) return stopWith(missing);
    tools.set(false, true);
    tell(loadingInWords());
    try {
      await learner.begin(chosen(), weights);
      begun = true;
    } catch (error) {
      stopWith(error.message);
    }
  };
  const act = async (message) => {
    if (!begun) await begin();
    if (begun) learner.send(message);
  };
  view.on(COURSE_TRAITS, () => {
    if (isMarking) return;
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
  return {
    begin,
    act,
    mark(traits) {
      isMarking = true;
      view.set(traits);
      isMarking = false;
    },
  };
}

/** The class of one class is asked for where it counts. */
function showClass(view) {
  const column = view.el.closest(".ll-column");
  column?.classList.toggle(
    "ll-live-training-of-class",
    isOfOneClass(view.values(["source"])),
  );
}

async function render(context) {
  const view = await openView(context, "live-training");
  const { tell, whisper, element: told } = createTeller();
  const chosen = () => trainingOf(view.values(COURSE_TRAITS), preparedDrawings());
  const rest = () => view.el.removeAttribute("aria-busy");
  const tools = createTools(
    (message) => conductor.act(message),
    () => conductor.begin(),
  );
  const stopWith = (words) => {
    rest();
    tools.set(false, false);
    tell(words);
  };
  const learner = createLearner(context.model, view, {
    onprogress(message) {
      pictures.take(message);
      tools.set(message.playing, false);
      tell(messageInWords(message, pictures.judged(), chosen().settings));
      pictures.draw();
      if (message.playing) return;
      if (message.seen > 0) rest();
      wayBack.ask();
    },
    ontrouble: stopWith,
    onshare: (share) => tell(loadingInWords(share)),
    onexplained: (message) => wayBack.show(message),
  });
  learner.prepare(chosen());
  const pictures = createPictures(view, learner);
  const wayBack = createWayBackPlace(view, learner, whisper);
  const parts = { learner, pictures, tools, stopWith, tell };
  const conductor = createConductor(view, chosen, parts);
  const keepsakes = createKeepsakes({
    trained: learner.trained,
    network: learner.network,
    later: learner.later,
    take({ weights, table }) {
      conductor.mark({ table: numberOfTable(table) });
      conductor.begin(weights);
    },
  });
  tell("The weights are random: nothing has been learned yet.");
  view.show(
    view.hint(),
    tools.element,
    div("ll-below", told, createMore(view.el)),
    pictures.scene,
    wayBack.element,
    ...keepsakes,
  );
  view.follow([...COURSE_TRAITS, "shown"], () => {
    showClass(view);
    pictures.draw();
  });
}

export default { render };
