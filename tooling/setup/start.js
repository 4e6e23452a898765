// `npm start`: sets up what is missing, then runs the demo. Arguments go to it: `npm start -- --method byol`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, install, root, run } from "./prepare.js";

install();
build();
const program = join(root, "packages", "cli", "dist", "bin.js");
if (!existsSync(program)) {
  console.error(`${program} is missing: remove node_modules/.unlabeled and try again.`);
  process.exit(1);
}
process.exitCode = run(process.execPath, [program, "demo", ...process.argv.slice(2)]) ? 0 : 1;
