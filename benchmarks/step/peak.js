// What the cores can multiply at most, to hold profile.js's rates against: node benchmarks/step/peak.js. Needs g++.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "unlabeled-peak-"));
try {
  const program = join(folder, "peak");
  const source = fileURLToPath(new URL("peak.cc", import.meta.url));
  execFileSync("g++", ["-O2", "-fopenmp", source, "-o", program], { stdio: "inherit" });
  execFileSync(program, { stdio: "inherit" });
} finally {
  rmSync(folder, { recursive: true });
}
