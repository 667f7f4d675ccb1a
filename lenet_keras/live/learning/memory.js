// The memory of the program `lenet5.c` in WebAssembly.
//
//   const memory = createMemory(exports);
//   const place = memory.reserve(6);       an address for six numbers of four bytes
//   memory.floats(place, 6)                a view of them; `memory.integers` likewise
//
// A view is good until something is reserved: memory that grows moves.

const PAGE = 2 ** 16; // bytes

export function createMemory({ memory, __heap_base }) {
  let end = __heap_base.value;
  return {
    reserve(count) {
      const place = Math.ceil(end / 16) * 16;
      end = place + 4 * count;
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return place;
    },
    floats: (place, count) => new Float32Array(memory.buffer, place, count),
    integers: (place, count) => new Int32Array(memory.buffer, place, count),
  };
}
