// Which widgets are drawn by `controls.js` and `anywidget.js` as ipywidgets would draw
// them. Any other widget, and any other setting of these, is left to ipywidgets itself.
//
//   isKnown(state[id], state)    whether a widget of a page is one of them
//   idOf("IPY_MODEL_12ab")       the number of a widget that another one names

const PLAIN = { tabbable: null, tooltip: null };
const DESCRIBED = { ...PLAIN, disabled: false, description_allow_html: false };
const SLIDER = { ...DESCRIBED, orientation: "horizontal", readout: true };
const RANGE = [
  "description",
  "min",
  "max",
  "step",
  "behavior",
  "readout_format",
  "value",
];
// Of each widget the traits that are heeded here, and what the others must be.
const KNOWN = {
  AnyModel: { heeded: null },
  LayoutModel: { heeded: null },
  LinkModel: { heeded: ["source", "target"] },
  DirectionalLinkModel: { heeded: ["source", "target"] },
  HBoxModel: { heeded: ["children"], others: { ...PLAIN, box_style: "" } },
  VBoxModel: { heeded: ["children"], others: { ...PLAIN, box_style: "" } },
  IntSliderModel: { heeded: RANGE, others: { ...SLIDER, continuous_update: true } },
  FloatSliderModel: { heeded: RANGE, others: { ...SLIDER, continuous_update: true } },
  SliderStyleModel: { heeded: ["description_width"], others: { handle_color: null } },
  ToggleButtonsModel: {
    heeded: ["description", "_options_labels", "index"],
    others: { ...DESCRIBED, button_style: "", icons: [], tooltips: [] },
  },
  ToggleButtonsStyleModel: {
    heeded: ["description_width", "button_width"],
    others: { font_weight: "" },
  },
  CheckboxModel: {
    heeded: ["description", "value"],
    others: { ...DESCRIBED, indent: false },
  },
  CheckboxStyleModel: { heeded: ["description_width"], others: { background: null } },
};
const ALWAYS = ["layout", "style", "_dom_classes"];
const LINKED = ["value", "index"];

/** Whether a widget of the state can be drawn here as ipywidgets would draw it. */
export function isKnown({ model_name: name, state }, all) {
  if (!Object.hasOwn(KNOWN, name)) return false;
  const { heeded, others = {} } = KNOWN[name];
  const ends = name.endsWith("LinkModel") ? [state.source, state.target] : [];
  if (!ends.every(([id, trait]) => isLinkable(all[idOf(id)], trait))) return false;
  return Object.entries(state).every(
    ([trait, value]) =>
      !heeded ||
      heeded.includes(trait) ||
      ALWAYS.includes(trait) ||
      (Object.hasOwn(others, trait)
        ? JSON.stringify(others[trait]) === JSON.stringify(value)
        : trait.startsWith("_")),
  );
}

/** Whether a trait can be linked: of the controls only what a reader changes. */
function isLinkable(widget, trait) {
  return widget?.model_name === "AnyModel" || LINKED.includes(trait);
}

/** The number of a widget that another one names. */
export function idOf(ref) {
  return ref.replace(/^IPY_MODEL_/, "");
}
