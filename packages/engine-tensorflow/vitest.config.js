import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { config } from "@repo/vitest";
import { mergeConfig } from "vitest/config";

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "unlabeled/tensorflow");
const installed = ["cpu", "gpu"].some((name) => existsSync(join(cache, name, "installation.json")));
const computing = ["src/contract/**", "src/computing/**", "src/readme.test.ts"];
if (!installed) {
  console.log(
    `engine-tensorflow: ${computing.join(", ")} are left out, because TensorFlow is not in ${cache}. Run \`unlabeled engine tensorflow\` to have them run.`,
  );
}

export default mergeConfig(config, { test: { exclude: installed ? [] : computing } });
