import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CannotBuild } from "./cannot-build.js";
import { fetchWheels } from "./wheels.js";

const LIBRARY = "libdnnl.so.3";

/**
 * oneDNN 3: that of ONEDNN_ROOT, else an installed one, else the one on PyPI.
 *
 * @returns version, where it is from, folder of the headers (undefined: the compiler finds them), path of the library,
 * paths of its licences.
 */
export async function findOneDnn(compiler, log) {
  const root = process.env.ONEDNN_ROOT;
  if (root) {
    const library = ["lib", "lib64", "lib/x86_64-linux-gnu"]
      .map((folder) => join(root, folder, LIBRARY))
      .find((path) => existsSync(path));
    const found = inspect(compiler, library, join(root, "include"));
    if (found.fault)
      throw new CannotBuild(`ONEDNN_ROOT (${root}) must hold oneDNN 3; ${found.fault}.`);
    return { ...found, origin: root, licences: licencesIn(join(root, "share/doc")) };
  }
  const installed = inspect(compiler, compiler.libraryPath(LIBRARY));
  if (!installed.fault) {
    return { ...installed, origin: "as installed", licences: licencesIn("/usr/share/doc") };
  }
  log.say(`engine-native: no installed oneDNN is used, ${installed.fault}; taking it from PyPI.`);
  const { include, lib, doc } = await fetchWheels(log);
  const fetched = inspect(compiler, join(lib, LIBRARY), include);
  if (fetched.fault) throw new CannotBuild(`oneDNN of PyPI cannot be used; ${fetched.fault}.`);
  return { ...fetched, origin: "from PyPI", licences: licencesIn(doc) };
}

/** Version, headers and library, or what is wrong with them. */
function inspect(compiler, library, include) {
  const flags = include ? ["-I", include] : [];
  const version = compiler.macrosOf("oneapi/dnnl/dnnl_version.h", flags);
  if (!version) return { fault: "its headers are not there" };
  const [major, minor, patch] = ["MAJOR", "MINOR", "PATCH"].map(
    (part) => version[`DNNL_VERSION_${part}`],
  );
  const name = `${major}.${minor}.${patch}`;
  if (major !== "3") return { fault: `since ${name} has another interface than 3` };
  const config = compiler.macrosOf("oneapi/dnnl/dnnl_config.h", flags);
  if (config?.DNNL_CPU_THREADING_RUNTIME !== "DNNL_RUNTIME_OMP") {
    return { fault: `since ${name} has been built without OpenMP` };
  }
  if (!library) return { fault: `its library ${LIBRARY} is not there` };
  return { version: name, include, library };
}

/** Paths of the licences of oneDNN and what is in it, in a folder or in those of its packages there. */
function licencesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^(one|lib)?dnnl?\d*$/.test(entry.name))
    .flatMap((entry) =>
      ["LICENSE", "THIRD-PARTY-PROGRAMS", "copyright"].map((name) =>
        join(folder, entry.name, name),
      ),
    )
    .filter((path) => existsSync(path));
}
