// The open file of a network: written by the page, read by NumPy, and back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, readNpz, writeNpz } from "../../lenet_keras/live/learning/npz.js";

const ARRAYS = {
  "C1/kernel": { shape: [2, 3], values: [1, -2, 0.5, 0.25, 1e-3, 7] },
  "C1/bias": { shape: [1], values: [0.125] },
};

test("what is written is read again", async () => {
  const read = await readNpz(writeNpz(ARRAYS));
  assert.deepEqual(Object.keys(read), Object.keys(ARRAYS));
  for (const [name, { shape, values }] of Object.entries(ARRAYS)) {
    assert.deepEqual(read[name].shape, shape);
    assert.deepEqual([...read[name].values], [...Float32Array.from(values)]);
  }
});

test("the check sum is that of zip", () => {
  assert.equal(crc32(Uint8Array.from("123456789", (c) => c.charCodeAt(0))), 0xcbf43926);
});

test("NumPy reads what is written, and what it writes is read, packed or not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "npz-"));
  const [mine, plain, packed] = ["mine", "plain", "packed"].map((name) =>
    join(folder, `${name}.npz`),
  );
  try {
    writeFileSync(mine, writeNpz(ARRAYS));
    const program = [
      "import sys, numpy as np",
      "arrays = dict(np.load(sys.argv[1]))",
      "assert arrays['C1/kernel'].shape == (2, 3), arrays",
      "assert arrays['C1/kernel'].dtype == np.float32",
      "assert arrays['C1/kernel'].tolist()[0] == [1, -2, 0.5]",
      "np.savez(sys.argv[2], **arrays)",
      "np.savez_compressed(sys.argv[3], wide=arrays['C1/kernel'].astype('f8'), **arrays)",
    ].join("\n");
    const python = process.env.PYTHON ?? "python3";
    execFileSync(python, ["-c", program, mine, plain, packed]);
    for (const path of [plain, packed]) {
      const read = await readNpz(new Uint8Array(readFileSync(path)));
      assert.deepEqual([...read["C1/kernel"].values].slice(0, 3), [1, -2, 0.5]);
      assert.deepEqual(read["C1/bias"], {
        shape: [1],
        values: Float32Array.of(0.125),
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what is no such file, or holds other things, is refused in words", async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(100)]) {
    await assert.rejects(readNpz(bytes), /Expected a .npz file/);
  }
  const other = writeNpz(ARRAYS);
  const place = new TextDecoder("latin1").decode(other).indexOf("<f4");
  other.set([60, 105, 52], place); // <i4
  await assert.rejects(readNpz(other), /Expected numbers of 32 or 64 bits/);
});
