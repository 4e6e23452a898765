import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { isAbsolute } from "node:path";
import { CannotBuild } from "./cannot-build.js";

/** The C++ compiler: $CXX, or the first that runs. */
export function findCompiler() {
  const wanted = process.env.CXX?.trim();
  for (const name of wanted ? [wanted] : ["g++", "c++", "clang++"]) {
    const [command, ...args] = name.split(/\s+/); // CXX may be "ccache g++"
    const { status, stdout } = spawnSync(command, [...args, "--version"], { encoding: "utf8" });
    if (status === 0) return new Compiler(command, args, stdout.split("\n")[0]);
  }
  throw new CannotBuild(
    wanted
      ? `CXX must be a C++ compiler that runs; got "${wanted}".`
      : "no C++ compiler found; install g++ (Debian: apt-get install g++).",
  );
}

class Compiler {
  constructor(command, args, version) {
    this.command = command;
    this.args = args;
    this.version = version;
  }

  /** What a header defines, by name; undefined where there is no such header. */
  macrosOf(header, flags = []) {
    const { status, stdout } = spawnSync(
      this.command,
      [...this.args, ...flags, "-x", "c++", "-E", "-dM", "-"],
      { input: `#include <${header}>\n`, encoding: "utf8", maxBuffer: 1 << 26 },
    );
    if (status !== 0) return undefined;
    return Object.fromEntries(
      [...stdout.matchAll(/^#define (\w+) (.*)$/gm)].map(([, name, value]) => [name, value]),
    );
  }

  /** Path of a library that it would link; undefined where it finds none. */
  libraryPath(name) {
    const args = [...this.args, `-print-file-name=${name}`];
    const path = spawnSync(this.command, args, { encoding: "utf8" }).stdout.trim();
    return isAbsolute(path) ? realpathSync(path) : undefined;
  }
}
