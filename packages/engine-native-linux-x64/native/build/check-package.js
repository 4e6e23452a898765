// The package as it would be published, where it is built; elsewhere there is none.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bin } from "./places.js";

if (existsSync(join(bin, "addon.node"))) {
  process.exitCode = spawnSync("publint", ["--strict"], { stdio: "inherit" }).status ?? 1;
} else {
  console.log("engine-native-linux-x64: not built here; there is no package to check.");
}
