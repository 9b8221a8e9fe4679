// Draws each specification of standard input as the page does: parsed to syntax trees, run by the interpreter, without eval.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.argv[2]}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const [vega, interpreter, lite] = await Promise.all(["vega", "vega-interpreter", "vega-lite"].map(load));

const drawn = {};
for (const [name, spec] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const said = [];
  const note = (...words) => {
    said.push(words.join(" "));
    return logger;
  };
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  try {
    const compiled = lite.compile(spec, { logger });
    const runtime = vega.parse(compiled.spec, undefined, { ast: true });
    const view = new vega.View(runtime, { expr: interpreter.expressionInterpreter, renderer: "none", logger });
    drawn[name] = { svg: await view.toSVG(), said };
  } catch (failed) {
    drawn[name] = { svg: "", said: [String(failed)] };
  }
}
process.stdout.write(JSON.stringify(drawn));
