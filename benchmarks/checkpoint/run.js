// What checkpoints cost a training of BYOL with momentum: how long one stops the loop, when it is on the disk, and the share of the
// time at the default interval; beside it, PyTorch saves the same tensors. Usage:
//   node benchmarks/checkpoint/run.js [--json FILE] [--quick] [--network ResNet-18,…] [--python PATH]
// --python: an interpreter that has the packages of requirements.txt, instead of one in the cache folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pythonOfPeer } from "../python.js";
import { writeReport } from "../report.js";
import { summary } from "../side.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    network: { type: "string" },
    python: { type: "string" },
  },
});
const INTERVAL = 120; // seconds, train's default
const CASES = [
  { network: "ResNet-18", width: 16, size: 32, batch: 16, seconds: 3 },
  { network: "ResNet-18", width: 64, size: 32, batch: 16, seconds: 6 },
  { network: "ResNet-50", width: 64, size: 32, batch: 8, seconds: 15 },
];
const rounds = values.quick ? 2 : 7;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = values.python ?? pythonOfPeer("checkpoint");

function ask(program, script, task) {
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 30 };
  return JSON.parse(execFileSync(program, [here(script), JSON.stringify(task)], options));
}

const cases = [];
for (const task of CASES) {
  if (values.network && !values.network.split(",").includes(task.network)) continue;
  const folder = mkdtempSync(join(tmpdir(), "unlabeled-checkpoint-"));
  try {
    const { shapes, ...ours } = ask(process.execPath, "ours.js", { ...task, rounds, folder });
    const { runs, ...peer } = ask(python, "peer.py", { shapes, rounds, folder });
    const saves = summary(runs);
    const added = ours.spans.saving.median - ours.spans.other.median;
    const share = {
      blocked: ours.blocked.median / (1000 * INTERVAL),
      added: added / (1000 * INTERVAL),
    };
    const name = `BYOL, ${task.network} w${task.width}, ${(ours.bytes / 1e6).toFixed(0)} MB`;
    const ratio = saves.median / ours.blocked.median;
    cases.push({
      case: name,
      unit: "ms",
      ours: { ...ours, share },
      peer: { ...peer, ...saves },
      ratio,
    });
    const ms = (number) => `${number.toFixed(0)} ms`;
    const percent = (part) => `${(100 * part).toFixed(2)}%`;
    console.log(
      `${name}: stops the loop for ${ms(ours.blocked.median)} (the first: ${ms(ours.firstBlocked)}), on the disk after ${ms(ours.whole.median)}, makes the steps meanwhile ${ms(added)} longer in all; every ${INTERVAL} s that is ${percent(share.blocked)} and ${percent(share.added)}. ${peer.version} stops for ${ms(saves.median)}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
if (values.json) {
  const options = `${values.quick ? " --quick" : ""}${values.network ? ` --network ${values.network}` : ""}`;
  writeReport(values.json, {
    name: "checkpoint",
    command: `pnpm bench checkpoint${options}`,
    cases,
  });
}
