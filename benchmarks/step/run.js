// A training step (forward, loss, backward, SGD with momentum, loss read back) of ours and of PyTorch on the same processor, or
// GPU where our engine takes one, each in a process of its own, in turns. Usage:
//   node benchmarks/step/run.js [--json FILE] [--quick] [--network NAME,...] [--mode float32,bfloat16]
//                               [--engine native,tensorflow,wasm] [--python PATH]
// --python: an interpreter that has the packages of requirements.txt, instead of one in the cache folder.
import { parseArgs } from "node:util";
import { pythonOfPeer } from "../python.js";
import { writeReport } from "../report.js";
import { ENGINES, MODES, NETWORKS } from "./cases.js";
import { compare } from "./compare.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    network: { type: "string" },
    mode: { type: "string" },
    engine: { type: "string" },
    python: { type: "string" },
  },
});

/** The names that an option lists; without it `usual`. */
function named(option, all, usual) {
  const names = values[option]?.split(",") ?? usual;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(
      `step: --${option} must list some of ${all.join(", ")}; got ${unknown.join(", ")}.`,
    );
    process.exit(1);
  }
  return names;
}
const all = Object.keys(NETWORKS);
const networks = named("network", all, values.quick ? ["resnet18-cifar"] : all);
const modes = named("mode", MODES, MODES);
const engines = named("engine", Object.keys(ENGINES), ["native"]);

const python = values.python ?? pythonOfPeer("step");
const rounds = values.quick ? 3 : 9;
const say = (line) => console.log(line);
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

const cases = [];
for (const network of networks) {
  for (const mode of modes) {
    for (const one of await compare({ network, mode, engines, python, rounds, say })) {
      cases.push(one);
      const { ours, peer, ratio } = one;
      const mine = `${ours.median.toFixed(0)} ms, ${megabytes(ours.peakMemory)}`;
      const its = peer && `${peer.median.toFixed(0)} ms, ${megabytes(peer.peakMemory)}`;
      const times = peer ? `; peer: ${its}; ${ratio.toFixed(2)} times as fast` : "";
      say(`${one.case}: ${mine}${times}`);
    }
  }
}

if (values.json) {
  const given = ["network", "mode", "engine"].filter((option) => values[option]);
  const options = given.map((option) => ` --${option} ${values[option]}`).join("");
  writeReport(values.json, {
    name: "step",
    command: `pnpm bench step${values.quick ? " --quick" : ""}${options}`,
    cases,
  });
}
process.exitCode = cases.length > 0 ? 0 : 1;
