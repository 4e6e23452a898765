// Seconds and memory to open a folder of very many files. Usage:
//   node benchmarks/listing/run.js [--json FILE] [--quick]
// Makes 1,000,000 empty files (--quick: 50,000) in 1,000 class folders below the system's folder for
// temporary files, opens them in a process of its own each time, and removes them.
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { imageFolder } from "@unlabeled/data";
import { writeReport } from "../report.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean" },
    open: { type: "string" }, // what the processes of its own are started with
    index: { type: "boolean" },
  },
});
if (values.open === undefined) compare();
else await open(values.open, values.index ?? false);

/** Prints seconds, the process's largest memory and what it holds in the end, both in MB. */
async function open(root, savedIndex) {
  const begin = performance.now();
  const source = await imageFolder(root, { labels: true, savedIndex });
  const seconds = (performance.now() - begin) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  console.log(seconds, peak, source.length, (heapUsed + arrayBuffers) / 2 ** 20);
}

function compare() {
  const count = values.quick ? 50_000 : 1_000_000;
  const runs = values.quick ? 2 : 5;
  const root = mkdtempSync(join(tmpdir(), "unlabeled-listing-"));
  process.env.XDG_CACHE_HOME = join(root, "cache");
  try {
    const photos = join(root, "photos");
    makeFiles(photos, count);
    const script = fileURLToPath(import.meta.url);
    const ours = (...flags) => [
      process.execPath,
      "--expose-gc",
      script,
      "--open",
      photos,
      ...flags,
    ];
    const peer = ["python3", fileURLToPath(new URL("./peer.py", import.meta.url)), photos];
    measure(peer); // the system's cache of file names is warm for all
    measure(ours("--index")); // saves the index
    const results = { list: [], index: [], peer: [] };
    for (let run = 0; run < runs; run++) {
      results.list.push(measure(ours()));
      results.peer.push(measure(peer));
      results.index.push(measure(ours("--index")));
    }
    report(count, results);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function makeFiles(root, count) {
  for (let folder = 0; folder < 1000; folder++) {
    const place = join(root, `class-${folder}`);
    mkdirSync(place, { recursive: true });
    for (let i = 0; i < count / 1000; i++) {
      const path = join(place, `picture-${folder}-${i}.jpg`);
      closeSync(openSync(path, "w"));
      utimesSync(path, 1e9, 1e9); // as old files are
    }
    utimesSync(place, 1e9, 1e9);
  }
  utimesSync(root, 1e9, 1e9);
}

function measure([program, ...args]) {
  const output = execFileSync(program, args, { encoding: "utf8" });
  const [seconds, peakMemory, pictures, held] = output.split(" ").map(Number);
  return { seconds, peakMemory, pictures, held };
}

function report(count, { list, index, peer }) {
  const seconds = (all) => {
    const sorted = all.map((one) => one.seconds).sort((a, b) => a - b);
    return { min: sorted[0], median: sorted[sorted.length >> 1], runs: sorted.length };
  };
  const memory = (all) => Math.max(...all.map(({ peakMemory }) => peakMemory));
  const version = execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
  const row = (name, ours) => ({
    case: `${count.toLocaleString("en")} files, ${name}`,
    unit: "s",
    ours: seconds(ours),
    peer: { name: "os.walk as in torchvision's make_dataset", version, ...seconds(peer) },
    ratio: seconds(peer).median / seconds(ours).median,
    peakMemory: memory(ours), // MB
    peerPeakMemory: memory(peer),
    held: ours.at(-1).held,
  });
  const cases = [row("listed", list), row("from the saved index", index)];
  for (const one of cases) {
    console.log(
      `${one.case}: ${one.ours.median.toFixed(2)} s, at most ${one.peakMemory.toFixed(0)} MB, then ${one.held.toFixed(0)} MB; os.walk: ${one.peer.median.toFixed(2)} s, ${one.peerPeakMemory.toFixed(0)} MB; ratio ${one.ratio.toFixed(2)}`,
    );
  }
  if (values.json === undefined) return;
  const command = `node benchmarks/listing/run.js${values.quick ? " --quick" : ""}`;
  writeReport(values.json, { name: "listing", command, cases });
}
