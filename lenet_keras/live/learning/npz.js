// Arrays of numbers in a file that NumPy reads and writes: a zip of .npy files.
//
//   const bytes = writeNpz({ "C1/bias": { shape: [6], values } });
//   const arrays = await readNpz(bytes);          the same, values as Float32Array

import { joined } from "../js/numbers.js";

const MAGIC = "\u0093NUMPY";
const [LOCAL, LISTED, LAST_ENTRY] = [0x04034b50, 0x02014b50, 0x06054b50]; // signatures of zip
const [STORED, DEFLATED] = [0, 8];
const ENDING = 22; // bytes, where no comment follows
const FIRST_DAY = 33; // of what a zip can date: 1 January 1980

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n;
  for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  return sum;
});

/** The check sum of zip. */
export function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ CRC[(sum ^ byte) & 255];
  return (sum ^ 0xffffffff) >>> 0;
}

/** Arrays as the bytes of a .npz file, in 32 bits a number. */
export function writeNpz(arrays) {
  const parts = [];
  const entries = [];
  let place = 0;
  const add = (bytes) => {
    parts.push(bytes);
    place += bytes.length;
  };
  for (const [name, array] of Object.entries(arrays)) {
    const file = latin(`${name}.npy`);
    const content = npy(array);
    const start = place;
    const about = described(content, file.length);
    add(numbers([4, LOCAL], [2, 20], ...about, [2, 0]));
    add(file);
    add(content);
    const rest = [
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, start],
    ];
    entries.push(numbers([4, LISTED], [2, 20], [2, 20], ...about, ...rest), file);
  }
  const [start, count] = [place, entries.length / 2];
  for (const entry of entries) add(entry);
  const counts = [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
  ];
  add(numbers([4, LAST_ENTRY], ...counts, [4, place - start], [4, start], [2, 0]));
  return joined(parts);
}

/** What both headers of a file in a zip say of it, after the version. */
function described(content, nameLength) {
  const { length } = content;
  return [
    ...[
      [2, 0],
      [2, STORED],
      [2, 0],
      [2, FIRST_DAY],
    ],
    ...[
      [4, crc32(content)],
      [4, length],
      [4, length],
      [2, nameLength],
    ],
  ];
}

function npy({ shape, values }) {
  const sides = shape.map((side) => `${side},`).join(" ");
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sides}), }`;
  const header = words.padEnd(Math.ceil((words.length + 11) / 64) * 64 - 11);
  const content = Uint8Array.from(new Uint8Array(Float32Array.from(values).buffer));
  const before = numbers([1, 1], [1, 0], [2, header.length + 1]);
  return joined([latin(MAGIC), before, latin(`${header}\n`), content]);
}

/**
 * The arrays in the bytes of a .npz file, as NumPy writes them.
 *
 * @throws {Error} If the file is none, or holds other than floating-point numbers.
 */
export async function readNpz(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - ENDING;
  if (end < 0 || view.getUint32(end, true) !== LAST_ENTRY) {
    throw new Error("Expected a .npz file. Received: something else");
  }
  const arrays = {};
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [method, size, length] = [
      view.getUint16(entry + 10, true),
      view.getUint32(entry + 20, true),
      view.getUint16(entry + 28, true),
    ];
    const more = view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
    const start = view.getUint32(entry + 42, true);
    const name = unlatin(bytes.subarray(entry + 46, entry + 46 + length));
    const content =
      start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const packed = bytes.subarray(content, content + size);
    arrays[name.replace(/\.npy$/, "")] = readNpy(
      method === DEFLATED ? await inflated(packed) : packed,
    );
    entry += 46 + length + more;
  }
  return arrays;
}

function readNpy(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6] > 1; // of the format
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = unlatin(bytes.subarray(start, end));
  const width = Number(/'descr': '<f([48])'/.exec(header)?.[1]);
  if (!width || !header.includes("'fortran_order': False")) {
    throw new Error(`Expected numbers of 32 or 64 bits. Received: ${header.trim()}`);
  }
  const shape = /'shape': \(([^)]*)\)/.exec(header)[1];
  const { buffer } = bytes.slice(end);
  const values = new (width === 4 ? Float32Array : Float64Array)(buffer);
  return {
    shape: shape.split(",").filter(Boolean).map(Number),
    values: Float32Array.from(values),
  };
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream();
  const whole = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(whole).arrayBuffer());
}

/** Whole numbers, each given with its count of bytes, the lowest byte first. */
function numbers(...fields) {
  return Uint8Array.from(
    fields.flatMap(([width, value]) =>
      Array.from({ length: width }, (_, byte) => Math.floor(value / 256 ** byte) & 255),
    ),
  );
}

function latin(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function unlatin(bytes) {
  return String.fromCharCode(...bytes);
}
