// Makes a clone ready with nothing but Node and npm: brings pnpm in, installs, builds. What is done is not done again.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const stamps = join(root, "node_modules", ".unlabeled");
const OLDEST_NODE = [20, 19];

/** The environment in which the repository's tools find each other. */
const environment = {
  ...process.env,
  PATH: [join(root, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH].join(
    delimiter,
  ),
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
};

/** Runs a command of the repository's; true if it ended well. */
export function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32", // npx and the tools in .bin are .cmd files there
  });
  return status === 0;
}

/** Installs the packages of the lock file, unless that has been done. */
export function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(
      `Node ${OLDEST_NODE.join(".")} or later is needed; this is ${process.versions.node}. Install a newer one and try again.`,
    );
  }
  const manifests = ["benchmarks", "examples", ...inside("packages"), ...inside("tooling")]
    .map((folder) => join(folder, "package.json"))
    .filter((file) => existsSync(join(root, file)))
    .concat("package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml");
  once("installed", digest(manifests.map((file) => readFileSync(join(root, file)))), () => {
    const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    console.log("Setting up: installing packages (once) ...");
    if (
      !run("npx", [
        "--yes",
        packageManager,
        "install",
        "--frozen-lockfile",
        "--reporter=append-only",
      ])
    ) {
      fail("The packages could not be installed; see above. Is the npm registry reachable?");
    }
  });
}

/** Builds the packages, unless nothing has changed since the last build. */
export function build() {
  const sources = [...inside("packages"), "tooling/build"].flatMap((folder) =>
    files(join(root, folder)),
  );
  const state = sources.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${file} ${mtimeMs} ${size}`;
  });
  once("built", digest(state), () => {
    console.log("Setting up: building packages (only when they have changed) ...");
    if (!run("turbo", ["run", "build", "--output-logs=errors-only"])) {
      fail("The packages could not be built; see above.");
    }
  });
}

/** Does the work and notes its fingerprint, unless that is noted already. */
export function once(name, fingerprint, work) {
  const stamp = join(stamps, name);
  try {
    if (readFileSync(stamp, "utf8") === fingerprint) return;
  } catch {
    // never done
  }
  rmSync(stamp, { force: true });
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, fingerprint);
}

export function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("hex");
}

function inside(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .sort();
}

const MADE = new Set(["node_modules", "dist", ".turbo", ".test", ".cache", "coverage"]);

export function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !MADE.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
