// Kills real trainings with SIGKILL at random times, resumes them, and compares each with one that was never stopped: bit for
// bit, on every engine, with 0, 1 and 2 worker threads. Usage:
//   node benchmarks/resume/run.js [--json FILE] [--quick] [--kills N] [--seed N] [--method byol,…] [--engine native,…]
// --kills: of each method on each engine, default 27.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { randomStream } from "@unlabeled/core";
import { writeReport } from "../report.js";
import { ENGINES, METHODS } from "./cases.js";
import { differing, outcome } from "./outcome.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    kills: { type: "string" },
    seed: { type: "string", default: "0" },
    method: { type: "string", default: Object.keys(METHODS).join() },
    engine: { type: "string", default: Object.keys(ENGINES).join() },
  },
});
const kills = Number(values.kills ?? (values.quick ? 6 : 27));
const seed = Number(values.seed);
const WORKERS = [0, 1, 2];
const IN_A_ROW = 5; // kills of one run
const program = fileURLToPath(new URL("./ours.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unlabeled-resume-"));

/** Trains until the end, or until so many milliseconds after it was ready. Says whether it was killed, and how long it trained. */
async function start(task, killAfter) {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const ready = await Promise.race([once(child.stdout, "data"), ended.then(() => undefined)]);
  const began = performance.now();
  if (ready && killAfter !== undefined) {
    await Promise.race([pause(killAfter), ended]);
    child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  if (code !== 0 && signal !== "SIGKILL") {
    throw new Error(`resume: ${JSON.stringify(task)} ended with ${code ?? signal}; see above.`);
  }
  return { killed: signal === "SIGKILL", milliseconds: performance.now() - began };
}

const cases = [];
try {
  for (const engine of values.engine.split(",")) {
    for (const method of values.method.split(",")) {
      const random = randomStream({ seed, purpose: `${engine} ${method}` });
      const runOf = (name) => join(folder, `${engine}-${method}-${name}`);
      const never = { run: runOf("never-stopped"), method, engine, workers: 0 };
      const { milliseconds } = await start(never);
      const whole = await outcome(never.run);
      for (const workers of WORKERS) {
        const found = { kills: 0, runs: 0, differing: [] };
        const compare = async (run, moments) => {
          const names = differing(whole, await outcome(run));
          if (names.length > 0) found.differing.push({ moments, names });
          found.runs += 1;
          rmSync(run, { recursive: true });
        };
        const untouched = { ...never, run: runOf(`untouched-${workers}`), workers };
        await start(untouched);
        await compare(untouched.run, []);
        while (found.kills < kills / WORKERS.length) {
          const task = { ...never, run: runOf(`${workers}-${found.runs}`), workers };
          const moments = [];
          while (moments.length < IN_A_ROW) {
            const moment = random.uniform(0, milliseconds / 2);
            const { killed } = await start(task, moment);
            if (!killed) break;
            moments.push(moment);
          }
          await start(task);
          await compare(task.run, moments);
          found.kills += moments.length;
        }
        const name = `${method}, ${engine}, ${workers} workers`;
        cases.push({ case: name, seed, ...found });
        const verdict =
          found.differing.length === 0 ? "all equal" : `${found.differing.length} DIFFER`;
        console.log(`${name}: ${found.kills} kills in ${found.runs} runs, ${verdict}`);
        for (const { moments, names } of found.differing) {
          const times = moments.map((moment) => moment.toFixed(0)).join(", ");
          console.log(
            `  killed after ${times} ms: ${names.slice(0, 5).join(", ")} … (${names.length})`,
          );
        }
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (values.json) {
  const command = `pnpm bench resume${values.quick ? " --quick" : ""} --seed ${seed}`;
  writeReport(values.json, { name: "resume", command, cases });
}
process.exitCode = cases.every(({ differing }) => differing.length === 0) ? 0 : 1;
