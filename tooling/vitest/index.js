import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const setup = fileURLToPath(new URL("./setup.js", import.meta.url));
const conditions = ["@unlabeled/source", "module", "node", "development"];

/** Tests read sources, never `dist`, so a fresh clone can test before it builds. */
export const config = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: [setup],
    testTimeout: 60_000, // for what hangs: machines are shared, and tests do not measure time
    hookTimeout: 60_000,
    // counted by `npm test`; turbo keeps the file with the cached run
    reporters: ["default", ["json", { outputFile: ".test/results.json" }]],
  },
});
