// The camera of a desk: what it sees is shown, one picture is taken, and it stops.
// On a phone a file chooser opens the camera's own program, which is better at it.

import { button, div, element } from "../js/element.js";

const NO_CAMERA = "I find no camera, or may not use it.";

/**
 * The camera, where the browser may have one: `tools` are what to press, `element` shows
 * what it sees. `open(video)` gets the moment that is taken, `refuse(words)` hears why
 * there is none; it stops with the figure, when `signal` says so.
 */
export function createCamera(open, refuse, signal) {
  if (!navigator.mediaDevices?.getUserMedia) return { tools: [], element: div() };
  const attributes = { playsinline: true, "aria-label": "What the camera sees" };
  const video = element("video", attributes);
  video.muted = true;
  const stop = () => {
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    finder.hidden = true;
    start.setAttribute("aria-expanded", "false");
    start.disabled = false;
  };
  const look = async () => {
    if (video.srcObject) return stop();
    start.disabled = true; // until the reader has allowed it or not
    try {
      const sight = { video: { facingMode: "environment" } };
      video.srcObject = await navigator.mediaDevices.getUserMedia(sight);
      if (signal?.aborted) return stop();
      await video.play();
    } catch {
      stop();
      start.focus();
      return refuse(NO_CAMERA);
    }
    finder.hidden = false;
    start.disabled = false;
    start.setAttribute("aria-expanded", "true");
    return shutter.focus();
  };
  const take = async () => {
    await open(video);
    stop();
    start.focus();
  };
  const start = button("Camera", look, { class: "ll-desk-camera" });
  const shutter = button("Take the picture", take);
  const finder = div(
    "ll-finder",
    video,
    div("ll-buttons", shutter, button("Stop the camera", stop)),
  );
  stop();
  signal?.addEventListener("abort", stop);
  return { tools: [start], element: finder };
}
