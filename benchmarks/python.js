import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A Python with the packages of a benchmark's requirements.txt, in a virtual environment of the cache folder that is
 * made when it is not there.
 */
export function pythonOfPeer(benchmark) {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "unlabeled", "benchmarks", benchmark);
  const python = join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (!existsSync(complete)) {
    console.error(`Making a Python environment for the peers in ${folder} …`);
    const requirements = fileURLToPath(new URL(`./${benchmark}/requirements.txt`, import.meta.url));
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "-r", requirements], {
      stdio: "inherit",
    });
    execFileSync(python, ["-c", `open(${JSON.stringify(complete)}, "w").close()`]);
  }
  return python;
}
