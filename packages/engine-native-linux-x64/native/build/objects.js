import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { CannotBuild } from "./cannot-build.js";
import { bin, cache, native } from "./places.js";

const FLAGS = [
  ...["-std=c++20", "-O3", "-fPIC", "-fopenmp", "-fvisibility=hidden"],
  ...["-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast"],
  ...["-Wall", "-Wextra", "-Wno-psabi"],
  ...["-DNAPI_VERSION=8", "-DNAPI_CPP_EXCEPTIONS", "-DNODE_ADDON_API_ENABLE_MAYBE_no"],
];

/** The table of kernels is compiled for each of these; the processor decides which one is used. */
const TABLE = "kernels/table.cc";
const AVX2 = ["-mavx2", "-mfma"];
const AVX512 = [
  ...[...AVX2, "-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl"],
  "-mprefer-vector-width=512",
];
const INSTRUCTION_SETS = {
  sse2: [],
  avx2: AVX2,
  avx512: AVX512,
  avx512bf16: [...AVX512, "-mavx512bf16"],
};

/** Compiles what has changed, several files at once. Returns the paths of all objects. */
export async function compile(compiler, oneDnn, log) {
  const folder = join(cache, "objects");
  mkdirSync(folder, { recursive: true });
  const common = [...FLAGS, ...includes(oneDnn)];
  const jobs = sources().map(({ source, name, flags }) => ({
    object: join(folder, `${name}.o`),
    args: [...compiler.args, ...common, ...flags, "-c", source],
  }));
  const origin = `${compiler.version} ${oneDnn.version}`;
  const waiting = jobs
    .filter(({ object, args }) => fingerprint(object, args, origin) !== noted(object))
    .reverse(); // the tables take longest
  const total = waiting.length;
  if (total > 0) log.say(`engine-native: compiling ${total} of ${jobs.length} files ...`);
  const failed = [];
  const work = async () => {
    for (let job = waiting.shift(); job && failed.length === 0; job = waiting.shift()) {
      const { object, args } = job;
      const begun = Date.now();
      const outputs = ["-MMD", "-MF", `${object}.d`, "-o", object];
      if (await log.run(compiler.command, [...args, ...outputs], native)) {
        writeFileSync(`${object}.made`, fingerprint(object, args, origin, begun));
      } else failed.push(basename(args.at(-1)));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  if (failed.length > 0) {
    throw new CannotBuild(
      `${failed.join(", ")} did not compile with ${compiler.version}, which must know C++20 (see ${log.file}).`,
    );
  }
  return jobs.map(({ object }) => object);
}

/** Links bin/addon.node, which appears whole: a process that uses the old one keeps it. */
export async function link(compiler, { library }, objects, log) {
  const made = join(cache, "addon.node");
  const args = ["-shared", "-fopenmp", ...objects, library, "-Wl,-rpath,$ORIGIN"];
  const linked = await log.run(compiler.command, [...compiler.args, ...args, "-o", made]);
  if (!linked)
    throw new CannotBuild(`the addon did not link with ${compiler.version} (see ${log.file}).`);
  renameSync(made, join(bin, "addon.node"));
}

function sources() {
  const inside = (folder) =>
    readdirSync(join(native, folder))
      .filter((name) => name.endsWith(".cc"))
      .map((name) => join(folder, name));
  const plain = [...inside("."), ...inside("kernels")].filter((path) => path !== TABLE);
  const tables = Object.entries(INSTRUCTION_SETS).map(([name, flags]) => ({
    source: TABLE,
    name: `table-${name}`,
    flags: [`-DISA=${name}`, ...flags],
  }));
  // linked in this order: of a function that several objects hold, the first one's copy serves, which any processor runs
  return [
    ...plain.map((source) => ({ source, name: basename(source, ".cc"), flags: [] })),
    ...tables,
  ];
}

function includes(oneDnn) {
  const system = [folderOf("node-addon-api"), join(folderOf("node-api-headers"), "include")];
  return [
    ...["-I", "."],
    ...(oneDnn.include ? ["-I", oneDnn.include] : []), // before any other oneDNN that there may be
    ...system.flatMap((path) => ["-isystem", path]),
  ];
}

function folderOf(name) {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw new CannotBuild(`${name} is not installed; use \`npm run native\` in the clone's root.`);
  }
}

/**
 * Of the command and of all that it reads of ours, as far as the last compilation knew.
 *
 * @param before - Files changed later make it void: the compiler may have read either state.
 */
function fingerprint(object, args, origin, before = Number.POSITIVE_INFINITY) {
  if (!existsSync(object) || !existsSync(`${object}.d`)) return "";
  const hash = createHash("sha256").update(`${origin} ${args.join(" ")}`);
  const [, paths] = readFileSync(`${object}.d`, "utf8").replaceAll("\\\n", " ").split(": ");
  for (const path of paths.trim().split(/\s+/)) {
    const file = resolve(native, path);
    if (!existsSync(file) || statSync(file).mtimeMs > before) return "";
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

function noted(object) {
  return existsSync(`${object}.made`) ? readFileSync(`${object}.made`, "utf8") : "never";
}
