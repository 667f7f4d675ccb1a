// What is on the pad, step by step: a sheet is paper and the strokes on it.

/**
 * The sheets, of which the last is seen. Each step lays a new one on top, so that `undo`
 * takes it away; `onchange()` hears of each change, and that a stroke is over.
 */
export function createSheets(onchange) {
  const sheets = [{ paper: null, strokes: [] }];
  let stroke = null; // the one being drawn
  const now = () => sheets.at(-1);
  const put = (sheet, drawn = null) => {
    stroke = drawn;
    sheets.push(sheet);
    onchange();
  };
  const lift = () => {
    if (!stroke) return;
    stroke = null;
    onchange();
  };
  return {
    now,
    lift,
    isDrawing: () => stroke !== null,
    isEmpty: () => !now().paper && now().strokes.every(({ erase }) => erase),
    show: (paper, strokes = []) => put({ paper, strokes }),
    /** Puts a pen down at a point: {width, erase}. */
    begin(point, { width, erase }) {
      const started = { width, erase, points: [...point] };
      put({ ...now(), strokes: [...now().strokes, started] }, started);
    },
    /** Draws on to a point, if a stroke is being drawn. */
    moveTo([x, y]) {
      if (!stroke) return;
      const { points } = stroke;
      if (points.at(-2) === x && points.at(-1) === y) return;
      points.push(x, y);
      onchange();
    },
    clear() {
      lift();
      if (now().paper || now().strokes.length) put({ paper: null, strokes: [] });
    },
    undo() {
      lift();
      if (sheets.length === 1) return;
      sheets.pop();
      onchange();
    },
  };
}
