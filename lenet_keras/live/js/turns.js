// Work in several turns, between which a page hears of its reader and paints.
//
//   const inTurns = createTurns();
//   inTurns(read, answer, tell);      soon, one after the other
//
// Asked while it works, it ends what it has begun, and then does the last that was asked.

/** @param tellBusy Called with true when work begins and with false when all is done. */
export function createTurns(tellBusy = () => {}) {
  let next = null;
  let isWorking = false;
  const work = async () => {
    isWorking = true;
    tellBusy(true);
    while (next) {
      const steps = next;
      next = null;
      for (const step of steps) {
        await anotherTurn();
        step();
      }
    }
    isWorking = false;
    tellBusy(false);
  };
  return (...steps) => {
    next = steps;
    if (!isWorking) work();
  };
}

/** Ends with the next task: what a message brings comes after the frame at hand. */
function anotherTurn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage("");
  });
}
