import { existsSync } from "node:fs";
import { config } from "@repo/vitest";
import { mergeConfig } from "vitest/config";

// where the machine code is not built there is nothing to test but what is said then
const addon = new URL("../engine-native-linux-x64/bin/addon.node", import.meta.url);
const computing = existsSync(addon) ? [] : ["src/*.test.ts", "src/{backend,contract,kernels}/**"];

export default mergeConfig(config, { test: { exclude: computing } });
