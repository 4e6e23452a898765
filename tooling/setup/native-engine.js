// The native engine's machine code: built where that is possible, and the wasm engine serves where it is not.
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { digest, files, once, root, run } from "./prepare.js";

const folder = join(root, "packages", "engine-native-linux-x64");
const program = join(folder, "native", "build.js");

/** Builds it, and says how; true if it is there afterwards. */
export function buildNative(flags = []) {
  return run(process.execPath, [program, ...flags]);
}

/** Builds it unless that has been done or tried, with the same sources and the same tools. */
export function native() {
  const sources = files(join(folder, "native")).map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${file} ${mtimeMs} ${size}`;
  });
  once("native", digest([...sources, ...tools()]), () => {
    console.log("Setting up: building the native engine (once) ...");
    buildNative(["--quiet"]); // what it says where it cannot is all that there is to say
  });
}

/** What the build looks for, and where it is. */
function tools() {
  const { CXX, ONEDNN_ROOT, PATH = "" } = process.env;
  const found = ["g++", "c++", "clang++", "python3", "pip", "pip3"].map((name) =>
    PATH.split(delimiter)
      .map((place) => join(place, name))
      .find((path) => existsSync(path)),
  );
  const installed = existsSync("/usr/include/oneapi/dnnl/dnnl.h");
  return [CXX, ONEDNN_ROOT, installed, ...found].map(String);
}
