// Pictures a second of a whole pretraining: SimCLR, views and all, ours and lightly's on the same cores, in turns. Usage:
//   node benchmarks/pretrain/run.js [--json FILE] [--quick] [--mode float32,bfloat16] [--data PATH] [--python PATH]
// --data: pictures of 32 x 32 (a tar of shards, a folder), else noise; --python: an interpreter with requirements.txt's packages.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { randomStream } from "@unlabeled/core";
import { openSource } from "@unlabeled/data";
import { pythonOfPeer } from "../python.js";
import { writeReport } from "../report.js";
import { startSide } from "../side.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    mode: { type: "string", default: "float32,bfloat16" },
    data: { type: "string" },
    python: { type: "string" },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const [side, width, batch] = [32, 16, 256];
const count = batch * (values.quick ? 5 : 20);
const rounds = values.quick ? 3 : 5;
const WAYS = { ours: [1, 2], peer: [2] }; // worker threads, worker processes

async function pixels() {
  if (values.data === undefined) {
    const random = randomStream({ seed: 0, purpose: "pictures" });
    return Uint8Array.from({ length: count * side * side * 3 }, () => random.integer(256));
  }
  const source = await openSource(values.data);
  const all = [];
  for (let i = 0; i < count; i++) {
    const picture = await source.read(i % source.length);
    if (picture.width !== side || picture.height !== side) {
      const got = `${picture.width} x ${picture.height}`;
      throw new Error(`pretrain: --data must hold pictures of ${side} x ${side}; got ${got}.`);
    }
    all.push(picture.pixels);
  }
  return Buffer.concat(all);
}

const folder = mkdtempSync(join(tmpdir(), "unlabeled-pretrain-"));
const cases = [];
try {
  const pictures = join(folder, "pictures.raw");
  writeFileSync(pictures, await pixels());
  const python = values.python ?? pythonOfPeer("pretrain");
  for (const precision of values.mode.split(",")) {
    const task = { pictures, count, side, width, batch, precision };
    const sides = [];
    const add = async (kind, workers, program, script) => {
      const one = await startSide(program, here(script), { ...task, workers });
      if (one.error !== undefined) throw new Error(`pretrain: ${script}: ${one.error}`);
      sides.push({ kind, workers, side: one });
    };
    try {
      for (const workers of WAYS.ours) await add("ours", workers, process.execPath, "ours.js");
      for (const workers of WAYS.peer) await add("peer", workers, python, "peer.py");
      for (let round = 0; round < rounds; round++) for (const one of sides) await one.side.step();
    } finally {
      for (const one of sides) await one.side.end();
    }
    const rate = (milliseconds) => (1000 * count) / milliseconds;
    const described = sides.map(({ kind, workers, side: { figures, ...self } }) => {
      const { version, threads, parameters } = self;
      const perSecond = { best: rate(figures.min), median: rate(figures.median) };
      return { kind, workers, version, threads, parameters, perSecond, ...figures };
    });
    const peer = described.find(({ kind }) => kind === "peer");
    for (const ours of described.filter(({ kind }) => kind === "ours")) {
      const name = `SimCLR, ResNet-18 w${width}, ${side} x ${side}, batch ${batch}, ${precision}, ${ours.workers} workers`;
      const ratio = ours.perSecond.median / peer.perSecond.median;
      cases.push({ case: name, unit: "pictures/s", ours, peer, ratio });
      const waiting = (100 * ours.waiting.median).toFixed(1);
      console.log(
        `${name}: ${ours.perSecond.median.toFixed(0)} pictures/s, waits ${waiting}% of the time; ${peer.version}: ${peer.perSecond.median.toFixed(0)}; ${ratio.toFixed(2)} times as fast`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

if (values.json) {
  writeReport(values.json, {
    name: "pretrain",
    command: `pnpm bench pretrain${values.quick ? " --quick" : ""}${values.data ? " --data PATH" : ""}`,
    cases,
  });
}
