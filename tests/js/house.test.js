// How the JavaScript of the figures is kept: short functions, each of them once.
//
// Functions are found by their indentation, which Biome keeps: one ends at the first
// line that is indented as its first line is.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const LIVE = new URL("../../lenet_keras/live/", import.meta.url);
const LONGEST = 100; // lines of a function
const SHORTEST = 3; // lines of a body that must not be repeated
const NO_FUNCTION = /^\s*(\} )?(if|for|while|switch|catch|else)\b/;
const OPENS = /(=>|\)) \{$/;

/** The functions with braces in a source: {line, length, body}, body without indentation. */
function functionsOf(source) {
  const lines = source.split("\n");
  return lines.flatMap((text, first) => {
    if (!OPENS.test(text)) return [];
    const indent = text.search(/\S/);
    const starts = (line) => line.search(/\S/) === indent && !/^\s*\)/.test(line);
    if (NO_FUNCTION.test(lines.slice(0, first + 1).findLast(starts))) return [];
    const rest = lines.slice(first + 1);
    const length = rest.findIndex((line) => line.search(/\S/) === indent);
    const body = rest.slice(0, length).map((line) => line.slice(indent + 2));
    return [{ line: first + 1, length: length + 2, body: body.join("\n") }];
  });
}

/** Bodies that stand in several modules, given [name, source] of each. */
function repeated(modules) {
  const places = new Map();
  for (const [name, source] of modules) {
    for (const { line, length, body } of functionsOf(source)) {
      if (length - 2 < SHORTEST) continue;
      if (!places.has(body)) places.set(body, new Map());
      places.get(body).set(name, `${name}:${line}`);
    }
  }
  const names = [...places.values()].filter((modules) => modules.size > 1);
  return names.map((modules) => [...modules.values()].join(" = "));
}

const tooLong = (modules) =>
  modules.flatMap(([name, source]) =>
    functionsOf(source)
      .filter(({ length }) => length > LONGEST)
      .map(({ line, length }) => `${name}:${line} has ${length} lines`),
  );

const MODULES = readdirSync(LIVE, { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => [name, readFileSync(new URL(name, LIVE), "utf-8")]);

test("no function of the figures is long", () => {
  assert.ok(MODULES.length > 20);
  assert.deepEqual(tooLong(MODULES), []);
});

test("no function of the figures stands in two modules", () => {
  assert.deepEqual(repeated(MODULES), []);
});

test("functions of every form are found, with their lines", () => {
  const source = [
    "function one(a) {",
    "  if (a) {",
    "    return 1;",
    "  }",
    "  return 2;",
    "}",
    "const two = async ({ a }, b) => {",
    "  b.on(() => {",
    "    a();",
    "  });",
    "};",
    "const three = {",
    "  set(a) {",
    "    return a;",
    "  },",
    "};",
    "export function four(",
    "  a,",
    ") {",
    "  if (",
    "    a",
    "  ) {",
    "    return a;",
    "  }",
    "}",
  ].join("\n");
  const found = functionsOf(source).map(({ line, length }) => [line, length]);
  assert.deepEqual(found, [
    [1, 6],
    [7, 5],
    [8, 3],
    [13, 3],
    [19, 7],
  ]);
});

test("a function of a hundred lines may be, one more may not", () => {
  const inside = (lines) => [
    ["made.js", `const f = () => {\n${"  f();\n".repeat(lines)}};\n`],
  ];
  assert.deepEqual(tooLong(inside(LONGEST - 2)), []);
  assert.deepEqual(tooLong(inside(LONGEST - 1)), ["made.js:1 has 101 lines"]);
});

test("a helper that stands twice is found, however it is named and indented", () => {
  const body = "const b = a + 1;\n  c(b);\n  return b;";
  const inner = body.replaceAll("\n", "\n  ");
  const once = ["a.js", `function one(a) {\n  ${body}\n}\n`];
  const again = ["b.js", `const x = {\n  two(a) {\n    ${inner}\n  },\n};\n`];
  assert.deepEqual(repeated([once, again]), ["a.js:1 = b.js:2"]);
  assert.deepEqual(repeated([once, ["b.js", "function two() {\n  a();\n}\n"]]), []);
});
