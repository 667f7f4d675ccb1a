// LeNet-5, one function for each kind of layer: what the network computes, in the page.
//
// A map is a stretch of a Float64Array, row by row; the maps of a layer follow one
// another. The weights come from `_network.py`, kernel by kernel, in the same order.
// JavaScript adds in 64 bits: numbers kept in 32 would be converted each time.

// Amplitude, slope and offset of what is a hyperbolic tangent of the weighted sum.
const SQUASHING = {
  scaled_tanh: [1.7159, 2 / 3, 0], // equation 6
  tanh: [1, 1, 0],
  sigmoid: [0.5, 0.5, 0.5],
};

/** The slope of each squashing function, from the state to which it leads. */
export const SLOPES = {
  scaled_tanh: (state) => (2 / 3 / 1.7159) * (1.7159 ** 2 - state ** 2),
  tanh: (state) => 1 - state ** 2,
  sigmoid: (state) => state * (1 - state),
  relu: (state) => (state > 0 ? 1 : 0),
  linear: () => 1,
};

/** All states of the network for an image of 32x32 pixels, by layer. */
export function forward(network, image, states = newStates(network)) {
  const { C1, S2, C3, S4, C5, F6, output } = network;
  states.image.set(image);
  convolve(C1, states.image, states.C1);
  subsample(S2, states.C1, states.S2);
  convolve(C3, states.S2, states.C3);
  subsample(S4, states.C3, states.S4);
  dense(C5, states.S4, states.C5); // 5x5 kernels on maps of 5x5 units see them all
  dense(F6, states.C5, states.F6);
  const last = output.kind === "rbf" ? rbf : softmax;
  last(output, states.F6, states.output);
  return states;
}

/**
 * C1 and C3: each unit of a map sees a 5x5 field of some of the input maps. Here and in
 * sub-sampling a map may have more `columns` than rows.
 */
export function convolve(layer, input, states) {
  const area = layer.size * (layer.columns ?? layer.size);
  let kernel = 0;
  layer.connections.forEach((inputs, map) => {
    const sums = states.subarray(map * area, (map + 1) * area);
    sums.fill(layer.bias[map]);
    for (const from of inputs) {
      addCorrelation(layer, kernel, input, from, sums);
      kernel += 1;
    }
  });
  squash(layer, states);
}

/**
 * Adds what one kernel makes of one input map: the partial sums of a map. Two units at a
 * time, side by side: they share four of the inputs under a row of the kernel.
 */
export function addCorrelation(layer, kernel, input, from, sums) {
  const { kernels, size, columns = size } = layer; // an even number of columns
  const [height, width] = [size + 4, columns + 4]; // of the input map
  for (let i = 0; i < 5; i++) {
    const w = (kernel * 5 + i) * 5;
    const w0 = kernels[w];
    const w1 = kernels[w + 1];
    const w2 = kernels[w + 2];
    const w3 = kernels[w + 3];
    const w4 = kernels[w + 4];
    for (let row = 0; row < size; row++) {
      let x = (from * height + row + i) * width;
      let x0 = input[x++]; // each input is read once
      let x1 = input[x++];
      let x2 = input[x++];
      let x3 = input[x++];
      const end = (row + 1) * columns;
      for (let unit = row * columns; unit < end; unit += 2) {
        const x4 = input[x++];
        const x5 = input[x++];
        sums[unit] += w0 * x0 + w1 * x1 + w2 * x2 + w3 * x3 + w4 * x4;
        sums[unit + 1] += w0 * x1 + w1 * x2 + w2 * x3 + w3 * x4 + w4 * x5;
        x0 = x2;
        x1 = x3;
        x2 = x4;
        x3 = x5;
      }
    }
  }
}

/** S2 and S4: each unit sees 2x2 units of its own map; the windows do not overlap. */
export function subsample(layer, input, states) {
  const { size, columns = size, reduction } = layer;
  const width = 2 * columns; // of the input map
  let unit = 0;
  for (let map = 0; map < layer.maps; map++) {
    for (let row = 0; row < size; row++) {
      let x = 2 * (map * size + row) * width;
      for (let column = 0; column < columns; column++, x += 2) {
        const a = input[x];
        const b = input[x + 1];
        const c = input[x + width];
        const d = input[x + width + 1];
        if (reduction === "max") states[unit++] = Math.max(a, b, c, d);
        else states[unit++] = reduction === "sum" ? a + b + c + d : (a + b + c + d) / 4;
      }
    }
  }
  if (!layer.coefficient) return; // plain average or maximum
  const area = size * columns;
  for (unit = 0; unit < states.length; unit++) {
    const map = Math.floor(unit / area);
    states[unit] = layer.coefficient[map] * states[unit] + layer.bias[map];
  }
  squash(layer, states);
}

/**
 * C5 and F6: each unit sees all units before it. Four units at a time share what they
 * see; what would lie beyond the last unit, the array does not keep.
 */
export function dense(layer, input, states) {
  const { kernels, bias } = layer;
  const count = input.length;
  for (let unit = 0; unit < states.length; unit += 4) {
    let w = unit * count;
    let a = bias[unit];
    let b = bias[unit + 1];
    let c = bias[unit + 2];
    let d = bias[unit + 3];
    for (let x = 0; x < count; x++, w++) {
      a += kernels[w] * input[x];
      b += kernels[w + count] * input[x];
      c += kernels[w + 2 * count] * input[x];
      d += kernels[w + 3 * count] * input[x];
    }
    states[unit] = a;
    states[unit + 1] = b;
    states[unit + 2] = c;
    states[unit + 3] = d;
  }
  squash(layer, states);
}

/** Equation 7: the penalty of a class is the squared distance of F6 from its code. */
export function rbf(layer, input, penalties) {
  let w = 0;
  for (let unit = 0; unit < penalties.length; unit++) {
    let distance = 0;
    for (let x = 0; x < input.length; x++) {
      const difference = input[x] - layer.kernels[w++];
      distance += difference * difference;
    }
    penalties[unit] = distance;
  }
}

/** Not the paper's: probabilities, as later networks give them. */
export function softmax(layer, input, probabilities) {
  dense(layer, input, probabilities);
  const largest = Math.max(...probabilities);
  let sum = 0;
  for (let unit = 0; unit < probabilities.length; unit++) {
    probabilities[unit] = Math.exp(probabilities[unit] - largest);
    sum += probabilities[unit];
  }
  for (let unit = 0; unit < probabilities.length; unit++) probabilities[unit] /= sum;
}

function squash({ activation }, states) {
  if (activation === "linear") return;
  if (activation === "relu") {
    for (let unit = 0; unit < states.length; unit++) {
      states[unit] = Math.max(states[unit], 0);
    }
    return;
  }
  const [amplitude, slope, offset] = SQUASHING[activation];
  for (let unit = 0; unit < states.length; unit++) {
    states[unit] = offset + amplitude * tanh(slope * states[unit]);
  }
}

// Points of the hyperbolic tangent: a straight line between two is at most 4e-7 off, and
// found faster than Math.tanh.
const END = 8; // beyond it, the tangent is as close to 1
const POINTS = 512; // in a length of 1
const TANGENTS = Float64Array.from({ length: 2 * END * POINTS + 2 }, (_, n) =>
  Math.tanh(n / POINTS - END),
);

function tanh(x) {
  const place = (Math.max(-END, Math.min(x, END)) + END) * POINTS;
  const n = place | 0; // its whole part
  return TANGENTS[n] + (place - n) * (TANGENTS[n + 1] - TANGENTS[n]);
}

/** The class with the smallest penalty, or with the largest probability. */
export function answer(network, output) {
  return ranking(network, output)[0];
}

/** All classes, the best first. */
export function ranking(network, output) {
  const sign = network.output.kind === "rbf" ? 1 : -1;
  const classes = Array.from(output, (_, unit) => unit);
  return classes.sort((a, b) => sign * (output[a] - output[b]) || a - b);
}

/** Empty arrays for the states of all layers. */
export function newStates(network) {
  const states = { image: new Float64Array(32 * 32) };
  for (const [name, layer] of Object.entries(network)) {
    states[name] = new Float64Array(layer.maps * layer.size * layer.size);
  }
  return states;
}

/**
 * The network from what `_network.py` sends: an architecture, and all weights as one
 * DataView of the bytes of float16 or float32 numbers, or of whole numbers of steps.
 */
export function readNetwork(architecture, bytes) {
  const numbers = readNumbers(architecture.format, bytes);
  let place = 0;
  const network = {};
  for (const { weights, ...layer } of architecture.layers) {
    for (const [name, count, step] of weights) {
      layer[name] = numbers.subarray(place, place + count);
      if (step) layer[name] = layer[name].map((steps) => step * steps);
      place += count;
    }
    network[layer.name] = layer;
  }
  if (place !== numbers.length) {
    throw new Error(`Expected ${place} weights. Received: ${numbers.length}`);
  }
  return network;
}

// The first bytes of all numbers come first, then the second ones, and so on.
function readNumbers(format, bytes) {
  const [width, read] = {
    uint16: [2, (number) => fromZero(number.getUint16(0, true))],
    float16: [2, (number) => float16(number.getUint16(0, true))],
    float32: [4, (number) => number.getFloat32(0, true)],
  }[format];
  const count = bytes.byteLength / width;
  const number = new DataView(new ArrayBuffer(4));
  return Float64Array.from({ length: count }, (_, n) => {
    for (let byte = 0; byte < width; byte++) {
      number.setUint8(byte, bytes.getUint8(byte * count + n));
    }
    return read(number);
  });
}

/** 0, -1, 1, -2, ... of 0, 1, 2, 3, ... */
function fromZero(place) {
  return place & 1 ? -(place + 1) / 2 : place / 2;
}

/** The number that 16 bits stand for: a sign, 5 bits of exponent, 10 of fraction. */
export function float16(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
