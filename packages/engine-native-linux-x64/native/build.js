// Builds bin/addon.node with oneDNN and libgomp beside it: node native/build.js [--quiet]
// Exit status 2 and one line on standard error where it cannot be built here.
import { bundle } from "./build/bundle.js";
import { CannotBuild } from "./build/cannot-build.js";
import { findCompiler } from "./build/compiler.js";
import { Log } from "./build/log.js";
import { compile, link } from "./build/objects.js";
import { findOneDnn } from "./build/onednn.js";

const log = new Log({ quiet: process.argv.includes("--quiet") });
try {
  checkPlatform();
  const compiler = findCompiler();
  const oneDnn = await findOneDnn(compiler, log);
  const objects = await compile(compiler, oneDnn, log);
  bundle(compiler, oneDnn);
  await link(compiler, oneDnn, objects, log);
  log.say(
    `engine-native: built with oneDNN ${oneDnn.version} (${oneDnn.origin}) and ${compiler.version}.`,
  );
} catch (error) {
  const { message } = error;
  const why =
    error instanceof CannotBuild ? message : `${message.split("\n")[0]} (see ${log.file}).`;
  log.note(error.stack);
  console.error(`engine-native: not built: ${why} The wasm engine serves.`);
  process.exitCode = 2;
}

function checkPlatform() {
  const here = `${process.platform} ${process.arch}`;
  if (here !== "linux x64") {
    throw new CannotBuild(`it is for Linux on x86-64 so far; this is ${here}.`);
  }
  if (!process.report.getReport().header.glibcVersionRuntime) {
    throw new CannotBuild("it is for Linux with glibc so far; this one has another C library.");
  }
}
