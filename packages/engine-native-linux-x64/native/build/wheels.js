import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CannotBuild } from "./cannot-build.js";
import { cache } from "./places.js";

const VERSION = "2023.2.0"; // of the wheels; oneDNN in them is 3.2.0
const PLATFORM = "py2.py3-none-manylinux1_x86_64";

/** Names on PyPI, and the SHA-256 of their files. */
const WHEELS = {
  onednn_cpu_gomp: "2f22a54d6a890ed14bfa185d42a4be65d8b5b1df85dc1f0f3a9abe31620416fb",
  onednn_devel_cpu_gomp: "9763c69e8c907e119056bd52ad918ca84ac9ba939d130a99dfa95ccca3e5e284",
};

const PYTHON = "python3";
const INSTEAD = "or install oneDNN 3 with its headers and set ONEDNN_ROOT";

/** oneDNN as Intel publishes it on PyPI: folders of headers, libraries and licences. Fetched once. */
export async function fetchWheels(log) {
  const folder = join(cache, `onednn-${VERSION}`);
  if (!existsSync(folder)) await fetchInto(folder, log);
  const data = (name) => join(folder, `${name}-${VERSION}.data`, "data");
  return {
    include: join(data("onednn_devel_cpu_gomp"), "include"),
    lib: join(data("onednn_cpu_gomp"), "lib"),
    doc: join(data("onednn_cpu_gomp"), "share", "doc"),
  };
}

async function fetchInto(folder, log) {
  if (spawnSync(PYTHON, ["-m", "pip", "--version"]).status !== 0) {
    throw new CannotBuild(
      `oneDNN 3 is fetched by python3 -m pip, which does not run; install it (Debian: apt-get install python3-pip), ${INSTEAD}.`,
    );
  }
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const pinned = Object.keys(WHEELS).map((name) => `${name.replaceAll("_", "-")}==${VERSION}`);
  const options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check"];
  if (
    !(await log.run(PYTHON, ["-m", "pip", "download", ...options, "-d", unfinished, ...pinned]))
  ) {
    throw new CannotBuild(
      `oneDNN could not be fetched from PyPI (see ${log.file}); try \`npm run native\` when it can be reached, ${INSTEAD}.`,
    );
  }
  for (const [name, sha256] of Object.entries(WHEELS)) {
    const wheel = join(unfinished, `${name}-${VERSION}-${PLATFORM}.whl`);
    const got = createHash("sha256").update(readFileSync(wheel)).digest("hex");
    if (got !== sha256) {
      throw new CannotBuild(`${wheel} must have the SHA-256 ${sha256}; got ${got}. Do not use it.`);
    }
    if (!(await log.run(PYTHON, ["-m", "zipfile", "-e", wheel, unfinished]))) {
      throw new CannotBuild(`${wheel} could not be unpacked (see ${log.file}).`);
    }
    rmSync(wheel);
  }
  renameSync(unfinished, folder);
}
