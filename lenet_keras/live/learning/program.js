// The program `lenet5.c`, compiled to WebAssembly by `tools/build_trainer.py`.

const FOUR_AT_ONCE = new URL("./lenet5.wasm", import.meta.url);
const ONE_AT_A_TIME = new URL("./lenet5-scalar.wasm", import.meta.url);

// The smallest module with a vector: one function, which makes one and drops it.
const VECTOR = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // "\0asm", version 1
  ...[1, 4, 1, 96, 0, 0], // types: one, without arguments and results
  ...[3, 2, 1, 0], // functions: one, of that type
  ...[10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11], // i32.const 0, i8x16.splat, drop, end
]);

/** Whether WebAssembly computes several numbers at once here. */
export const hasVectors = () => WebAssembly.validate(VECTOR);

/** The program, as a WebAssembly.Module; an Error in plain words where none can run. */
export async function loadProgram() {
  if (typeof WebAssembly === "undefined") {
    throw new Error(
      "This browser cannot run the program that learns: it has no WebAssembly, or it " +
        "is switched off. Another browser can.",
    );
  }
  const file = await fetch(hasVectors() ? FOUR_AT_ONCE : ONE_AT_A_TIME);
  return WebAssembly.compile(await file.arrayBuffer());
}
