// Moves figures so that no page stays half empty.
//
// Browsers lay out columns as they lay out pages. Here each chapter becomes a row of
// columns, one a page; where the next figure leaves room at the foot of a page, the text
// after it comes first, as in a book that was set by hand, or the figure gets smaller.

const ROOM = 0.16; // of a page's height, which may stay free
const LEAST = 0.62; // how small a picture may become, of what it was
const LINES = "p, li, pre, figure, tr, h1, h2, h3, h4, h5, dt, dd, .math, summary, img";
const STAYS = "section, h1, h2, h3, h4, h5, .live-link";
const TURNS = 400; // at most, in a chapter
const GAP = 16; // pixels between a figure and what stands above
const sizes = new Map(); // of pictures before they were changed

/**
 * Fills the pages of all chapters.
 *
 * @param {{width: number, height: number}} page the text area, in pixels
 * @returns {{moved: number, shrunk: number}} how many figures were changed
 */
function fillPages(page) {
  const done = { moved: 0, shrunk: 0 };
  for (const chapter of document.querySelectorAll("article")) {
    const style = chapter.style.cssText;
    chapter.style.cssText = `column-fill: auto; column-gap: 0; column-width: ${page.width}px;
      height: ${page.height}px; width: ${page.width}px`;
    const settled = new Set();
    for (let turn = 0; turn < TURNS; turn += 1) {
      const hole = firstHole(chapter, page, settled);
      if (!hole) {
        break;
      }
      mend(hole, settled, done);
    }
    chapter.style.cssText = style;
  }
  return done;
}

/** The first page with too much room at its foot, and the figure that left it. */
function firstHole(chapter, page, settled) {
  const left = chapter.getBoundingClientRect().left;
  const top = chapter.getBoundingClientRect().top;
  const column = (box) => Math.floor((box.left - left + 1) / page.width);
  let foot = 0;
  let number = 0;
  for (const line of chapter.querySelectorAll(LINES)) {
    const boxes = [...line.getClientRects()].filter((box) => box.height > 0);
    if (boxes.length === 0) {
      continue;
    }
    const begins = column(boxes[0]);
    const figure = line.closest(".cell_output, figure");
    if (begins > number && figure?.querySelector("img") && !settled.has(figure)) {
      const room = page.height - foot;
      if (begins === number + 1 && room > ROOM * page.height) {
        return { figure, room, height: figure.getBoundingClientRect().height };
      }
    }
    const last = boxes.at(-1);
    const ends = column(last);
    const bottom = last.bottom - top;
    foot = ends > number ? bottom : Math.max(foot, bottom);
    number = Math.max(number, ends);
  }
  return null;
}

/** Lets the figure shrink a little, or else the text after it come first. */
function mend(hole, settled, done) {
  const pictures = [...hole.figure.querySelectorAll("img")];
  for (const one of pictures.filter((picture) => !sizes.has(picture))) {
    sizes.set(one, one.getBoundingClientRect().height);
  }
  const full = sum(pictures.map((one) => sizes.get(one)));
  const now = sum(pictures.map((one) => one.getBoundingClientRect().height));
  const scale = (now - Math.max(hole.height + GAP - hole.room, GAP)) / full;
  if (scale >= LEAST) {
    resize(pictures, scale);
    done.shrunk += 1;
    return;
  }
  resize(pictures, 1);
  const next = following(hole.figure);
  if (next) {
    next.after(hole.figure);
    done.moved += 1;
  } else {
    settled.add(hole.figure);
  }
}

function resize(pictures, scale) {
  for (const one of pictures) {
    one.style.maxHeight = scale < 1 ? `${sizes.get(one) * scale}px` : "";
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The element that may come before a figure, if there is one. */
function following(figure) {
  let place = figure;
  while (
    !place.nextElementSibling &&
    place.parentElement.matches(".cell, .cell_output")
  ) {
    place = place.parentElement;
  }
  const next = place.nextElementSibling;
  return next && !next.matches(STAYS) && !next.querySelector("img") ? next : null;
}

globalThis.fillPages = fillPages;
