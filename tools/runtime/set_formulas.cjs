// Sets formulas: a JSON list of [TeX, whether it stands alone] comes in, a list of MathML
// goes out. The argument is Temml's file.

const { readFileSync } = require("node:fs");
const temml = require(process.argv[2]);

const formulas = JSON.parse(readFileSync(0, "utf8"));
const set = ([tex, displayMode]) =>
  temml.renderToString(tex, { annotate: true, displayMode, throwOnError: true });
process.stdout.write(JSON.stringify(formulas.map(set)));
