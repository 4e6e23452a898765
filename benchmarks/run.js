// pnpm bench NAME [--json FILE] [--quick]: builds what the benchmark uses and runs benchmarks/NAME/run.js.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [name, ...options] = process.argv.slice(2);
const script = `${here}${name}/run.js`;
if (!name || !existsSync(script)) {
  const names = readdirSync(here).filter((entry) => existsSync(`${here}${entry}/run.js`));
  console.error(`bench: NAME must be one of ${names.join(", ")}; got ${name ?? "none"}.`);
  process.exit(1);
}
const node = (...command) => spawnSync(process.execPath, command, { stdio: "inherit" }).status ?? 1;
const turbo = fileURLToPath(new URL("../node_modules/turbo/bin/turbo", import.meta.url));
const built = node(turbo, "run", "build", "--output-logs=errors-only", "--log-order=grouped");
process.exit(built || node(script, ...options));
