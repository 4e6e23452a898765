// `npm start`: sets up what is missing, then runs the demo. Arguments go to it: `npm start -- --method byol`.
import { join } from "node:path";
import { native } from "./native-engine.js";
import { build, install, root, run } from "./prepare.js";

install();
native();
build();
const program = join(root, "packages", "cli", "bin", "unlabeled.js");
process.exitCode = run(process.execPath, [program, "demo", ...process.argv.slice(2)]) ? 0 : 1;
