import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TfjsNode } from "../binding/find-tfjs-node.ts";
import { InstallError } from "./install-error.ts";
import { runCommand } from "./run-command.ts";

const require = createRequire(import.meta.url);

/** Where TensorFlow is, and what the binding shall be. */
export interface Compilation {
  readonly tfjsNode: TfjsNode;
  /** Has `tensorflow/include` and the libraries. */
  readonly site: string;
  /** Where the binding looks for the libraries when it is loaded; may begin with `$ORIGIN`, its own folder. */
  readonly libraries: string;
  /** Path of the binding. */
  readonly output: string;
}

/**
 * Compiles tfjs-node's own binding against TensorFlow's libraries, without node-gyp.
 *
 * @returns The compiler.
 * @throws {InstallError} Where there is none, or it fails.
 */
export async function compileBinding(compilation: Compilation): Promise<string> {
  const { tfjsNode, site, libraries, output } = compilation;
  const compiler = await findCompiler();
  const [command, ...own] = compiler.split(/\s+/) as [string]; // CXX may be "ccache g++"
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"];
  const nodeHeaders = dirname(require.resolve("node-api-headers/include/node_api.h"));
  const { status, stderr } = await runCommand(command, [
    ...own,
    ...["-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8"],
    ...["-I", nodeHeaders, "-I", join(site, "tensorflow", "include")],
    ...sources.map((source) => join(tfjsNode.folder, "binding", source)),
    ...["-L", join(site, "tensorflow")],
    ...["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    `-Wl,-rpath,${libraries}`,
    ...["-o", output],
  ]);
  if (status === 0) return compiler;
  const errors = stderr.split("\n").filter((line) => /error|No space left/i.test(line));
  throw new InstallError(
    "compiler",
    `${compiler} must compile the binding of ${tfjsNode.name} ${tfjsNode.version}; got: ${errors[0]?.trim() ?? "no message"}`,
  );
}

/** $CXX, or the first that runs. */
async function findCompiler(): Promise<string> {
  const wanted = process.env.CXX?.trim();
  for (const compiler of wanted ? [wanted] : ["g++", "c++", "clang++"]) {
    const [command, ...args] = compiler.split(/\s+/) as [string];
    if ((await runCommand(command, [...args, "--version"])).status === 0) return compiler;
  }
  throw new InstallError(
    "compiler",
    wanted
      ? `CXX must be a C++ compiler that runs; got "${wanted}".`
      : "a C++ compiler must be there; got none. Install g++ (Debian: apt-get install g++).",
  );
}
