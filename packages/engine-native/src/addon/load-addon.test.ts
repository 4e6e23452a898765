import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type Addon, FUNCTIONS } from "./addon.ts";
import { loadAddon } from "./load-addon.ts";

const BIN = fileURLToPath(new URL("../../../engine-native-linux-x64/bin", import.meta.url));
const built = existsSync(join(BIN, "addon.node"));

let folder = "";
beforeAll(() => {
  // pnpm's commands let Node look for packages elsewhere too
  delete process.env.NODE_PATH;
  (Module as unknown as { _initPaths(): void })._initPaths();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-native-"));
  install("@unlabeled/engine-native", "1.2.3");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Installs a package of a version with some files in the folder. */
function install(name: string, version: string, files: Record<string, string> = {}): void {
  const home = join(folder, "node_modules", name);
  const all = { "package.json": JSON.stringify({ name, version }), ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  }
}

/** Installs the machine code that is built here. */
function copyAddon(): void {
  const home = join(folder, "node_modules", PLATFORM, "bin");
  mkdirSync(home, { recursive: true });
  for (const name of ["addon.node", "libdnnl.so.3", "libgomp.so.1"]) {
    copyFileSync(join(BIN, name), join(home, name));
  }
}

const PLATFORM = "@unlabeled/engine-native-linux-x64";
const load = (platform = "linux-x64") => {
  const loaded = loadAddon(join(folder, "main.js"), platform);
  if ("addon" in loaded) return loaded;
  return `${loaded.reason}. ${loaded.remedy}`.replaceAll(folder, "HERE");
};
const INSTALL = "Run `npm install @unlabeled/engine-native-linux-x64@1.2.3`";
const BUILD = "Run `npm run native` in the clone";
const WASM = "or take the wasm engine: `npm install @unlabeled/engine-wasm`.";

describe("says why there is no machine code, and what to do", () => {
  test("on another platform", () => {
    expect(load("darwin-arm64")).toBe(
      `there is machine code for linux-x64 only, and this is darwin-arm64. Compute there, ${WASM}`,
    );
  });

  test("where the package is missing, as after npm install --omit=optional", () => {
    expect(load()).toBe(`${PLATFORM} is not installed. ${INSTALL}.`);
  });

  test("where it is of another version", () => {
    install(PLATFORM, "1.2.2");
    expect(load()).toBe(`${PLATFORM} must have version 1.2.3; it has 1.2.2. ${INSTALL}.`);
  });

  test("where it has none, in a clone and elsewhere", () => {
    install(PLATFORM, "1.2.3");
    expect(load()).toBe(`${PLATFORM} has no bin/addon.node. ${INSTALL}.`);
    install(PLATFORM, "1.2.3", { "native/build.js": "" });
    expect(load()).toBe(`${PLATFORM} has no bin/addon.node. ${BUILD}.`);
  });

  test("where it does not load", () => {
    install(PLATFORM, "1.2.3", {
      "bin/addon.node": "no machine code, but long enough to be read".repeat(9),
    });
    const file = `HERE/node_modules/${PLATFORM}/bin/addon.node`;
    expect(load()).toBe(`${file} does not load: invalid ELF header. ${INSTALL}, ${WASM}`);
  });

  test.runIf(built)("where it lacks functions", () => {
    install(PLATFORM, "1.2.3", { "native/build.js": "" });
    copyAddon();
    const later = FUNCTIONS as Record<string, true>;
    later.thatOfTomorrow = true;
    onTestFinished(() => {
      delete later.thatOfTomorrow;
    });
    const file = `HERE/node_modules/${PLATFORM}/bin/addon.node`;
    expect(load()).toBe(`${file} is of another version and lacks thatOfTomorrow. ${BUILD}.`);
  });
});

test.runIf(built)("two copies in one process both compute", () => {
  install(PLATFORM, "1.2.3");
  copyAddon();
  const addons = [loadAddon(), load()].map((loaded) => (loaded as { addon: Addon }).addon);
  expect(addons[1]).not.toBe(addons[0]);
  for (const addon of [...addons, ...addons]) {
    addon.setThreads(2);
    const [a, b, out] = [1, 2, 0].map((value) => new Float32Array(64 * 64).fill(value));
    addon.matmul(
      Int32Array.of(1, 1, 64, 64, 64, 0, 0),
      a as Float32Array,
      b as Float32Array,
      out as Float32Array,
    );
    expect(new Set(out)).toEqual(new Set([128]));
  }
});
