import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { CannotBuild } from "./cannot-build.js";
import { bin, native } from "./places.js";

const OPENMP = "libgomp.so.1";

/** Puts what the addon needs beside it, with the licences. */
export function bundle(compiler, { version, library, licences }) {
  const openMp = compiler.libraryPath(OPENMP);
  if (!openMp) {
    throw new CannotBuild(
      `${OPENMP} was not found; install it (Debian: apt-get install libgomp1).`,
    );
  }
  mkdirSync(bin, { recursive: true });
  place(library, join(bin, "libdnnl.so.3"));
  place(openMp, join(bin, OPENMP));
  const folder = join(bin, "licences");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const path of licences) copyFileSync(path, join(folder, `oneDNN-${basename(path)}`));
  for (const name of ["GPL-3.0", "GCC-exception-3.1"]) {
    copyFileSync(join(native, "licences", name), join(folder, name));
  }
  const notice = readFileSync(join(native, "licences", "NOTICE"), "utf8");
  const filled = notice.replace("{oneDNN}", version).replace("{compiler}", compiler.version);
  writeFileSync(join(folder, "NOTICE"), filled);
}

/** Copies a file that is not there yet. It appears whole: a process that uses the old one keeps it. */
function place(from, to) {
  if (
    existsSync(to) &&
    statSync(to).size === statSync(from).size &&
    readFileSync(to).equals(readFileSync(from))
  )
    return;
  copyFileSync(from, `${to}.new`, constants.COPYFILE_FICLONE);
  renameSync(`${to}.new`, to);
}
