// The controls of the book's figures, drawn as ipywidgets draws them: its elements, its
// classes, its style sheet, its slider. `known.js` lists what is heeded here.

import { format } from "d3-format";
import noUiSlider from "nouislider";

/** The element of a widget; `draw(ref)` makes those of its children. */
export function createControl(model, draw) {
  const make = MAKERS[model.name];
  const made = element("div", "lm-Widget jupyter-widgets-disconnected");
  make(model, made, draw);
  made.classList.add(...model.get("_dom_classes"));
  return made;
}

/** Gives an element the layout and the style of its widget. */
export function dress(made, layout, style) {
  for (const [trait, value] of Object.entries(layout.state)) {
    if (!trait.startsWith("_") && value !== null) {
      made.style.setProperty(trait.replaceAll("_", "-"), value);
    }
  }
  const { description_width: width, button_width: across } = style?.state ?? {};
  for (const label of width ? made.querySelectorAll(".widget-label") : []) {
    label.style.width = width;
  }
  for (const one of across ? made.querySelectorAll(".widget-toggle-button") : []) {
    one.style.width = across;
  }
}

const MAKERS = {
  AnyModel() {},
  HBoxModel: (model, made, draw) => fillBox(model, made, draw, "widget-hbox"),
  VBoxModel: (model, made, draw) => fillBox(model, made, draw, "widget-vbox"),
  IntSliderModel: (model, made) => fillSlider(model, made, Number.parseInt, Math.round),
  FloatSliderModel: (model, made) => fillSlider(model, made, Number.parseFloat, Number),
  ToggleButtonsModel: fillToggleButtons,
  CheckboxModel: fillCheckbox,
};

function element(tag, className, attributes = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes))
    made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let labels = 0;

function createLabel(model) {
  labels += 1;
  const label = element("label", "widget-label", { id: `widget-label-${labels}` });
  label.textContent = model.get("description");
  if (!label.textContent) label.style.display = "none";
  return label;
}

function fillBox(model, made, draw, direction) {
  made.classList.add("jupyter-widgets", "widget-container", "widget-box", direction);
  made.append(...model.get("children").map(draw));
}

function fillSlider(model, made, parse, round) {
  const [min, max] = [model.get("min"), model.get("max")];
  const written = format(model.get("readout_format"));
  const label = createLabel(model);
  const track = element("div", "slider");
  const readout = element("div", "widget-readout", { contenteditable: "true" });
  const classes = ["widget-inline-hbox", "widget-slider", "widget-hslider"];
  made.classList.add("jupyter-widgets", ...classes);
  made.append(label, element("div", "slider-container", {}, track), readout);
  const slider = noUiSlider.create(track, {
    start: model.get("value"),
    connect: true,
    behaviour: model.get("behavior"),
    range: { min, max },
    step: model.get("step"),
    animate: false,
    format: { from: Number, to: round },
  });
  // A screen reader meets the handle.
  track.querySelector(".noUi-handle").setAttribute("aria-labelledby", label.id);
  const write = () => {
    readout.textContent = written(model.get("value"));
  };
  slider.on("update", ([value]) => model.set("value", value));
  model.on("change:value", () => {
    if (slider.get() !== model.get("value")) slider.set(model.get("value"));
    write();
  });
  const read = () => {
    const value = parse(readout.textContent);
    if (!Number.isNaN(value)) model.set("value", Math.min(Math.max(value, min), max));
    write();
  };
  readout.addEventListener("blur", read);
  readout.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    read();
  });
  write();
}

function fillToggleButtons(model, made) {
  const buttons = model.get("_options_labels").map((name, n) => {
    const attributes = { type: "button", value: n };
    const button = element("button", "widget-toggle-button jupyter-button", attributes);
    button.textContent = name.trim() ? name : "\u00a0";
    button.addEventListener("click", () => model.set("index", n));
    return button;
  });
  const show = () => {
    buttons.forEach((button, n) => {
      const isPressed = n === model.get("index");
      button.classList.toggle("mod-active", isPressed);
      button.setAttribute("aria-pressed", isPressed);
    });
  };
  model.on("change:index", show);
  show();
  made.classList.add("widget-toggle-buttons");
  made.append(createLabel(model), element("div", "", {}, ...buttons));
}

function fillCheckbox(model, made) {
  const box = element("input", "", { type: "checkbox" });
  const text = element("span", "", { title: model.get("description") });
  text.textContent = model.get("description");
  const show = () => {
    box.checked = model.get("value");
  };
  box.addEventListener("click", () => model.set("value", box.checked));
  model.on("change:value", show);
  show();
  made.classList.add("jupyter-widgets", "widget-inline-hbox", "widget-checkbox");
  made.append(element("label", "widget-label-basic", {}, box, text));
}
