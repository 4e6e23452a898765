import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type Behaviour, fakeTools } from "../../fixtures/fake-tools.ts";
import type { TfjsNode } from "../binding/find-tfjs-node.ts";
import { readManifest } from "../binding/manifest.ts";
import type { TriedVersion } from "../tried-versions.ts";
import { type Ground, installWith } from "./install-tensorflow.ts";
import type { InstallOptions } from "./installation.ts";

const WHEEL = "tensorflow_cpu-9.9.9-cp311-cp311-manylinux_2_27_x86_64.whl";
const sha256 = createHash("sha256").update(WHEEL).digest("hex");

const VERSION: TriedVersion = {
  version: "9.9.9",
  wheels: { cpu: { name: "tensorflow-cpu", sha256 }, gpu: { name: "tensorflow", sha256 } },
  cuda: ["nvidia-cublas-cu12==1.0"],
  oldestDriver: "525.60.13",
  oldestCapability: "6.0",
  bytes: { cpu: { kept: 1, downloads: 1 }, gpu: { kept: 1, downloads: 1 } },
};

const TFJS_NODE: TfjsNode = { name: "@tensorflow/tfjs-node", version: "4.22.0", folder: "/none" };

const WORKS = async () => ({ works: true, version: "9.9.9", gpu: false }) as const;

const install = (ground: Partial<Ground> = {}, options: InstallOptions = {}) =>
  installWith({ check: WORKS, versions: [VERSION], tfjsNodes: [TFJS_NODE], ...ground }, options);

/** The line of an error, and its kind; nothing may be left in the cache. */
async function failure(
  behaviour: Behaviour,
  ground: Partial<Ground> = {},
  options: InstallOptions = {},
): Promise<string> {
  const cache = fakeTools(behaviour);
  const error = await install(ground, options).then(
    () => undefined,
    (error) => error,
  );
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  expect(error?.message).not.toContain("\n");
  return `${error?.obstacle}: ${error?.message.replaceAll(cache, "CACHE")}`;
}

test("downloads, unpacks, compiles, checks, and says so", async () => {
  const cache = fakeTools({ downloads: [WHEEL] });
  const steps: string[] = [];
  const done = await install({}, { onStep: (line) => steps.push(line) });
  expect(steps).toEqual([
    "downloading tensorflow-cpu 9.9.9 (0.0 MB) from PyPI ...",
    "taking the libraries out of it ...",
    "compiling the binding of @tensorflow/tfjs-node 4.22.0 ...",
    "taking a training step ...",
  ]);
  expect(done).toMatchObject({ version: "9.9.9", from: "pypi", sawGpu: false });
  expect(done.lines.map((line) => line.replaceAll(cache, "CACHE"))).toEqual([
    "TensorFlow 9.9.9 is bound to @tensorflow/tfjs-node 4.22.0 (compiled with g++) in CACHE/cpu.",
    "It has the libraries of tensorflow-cpu 9.9.9 from PyPI.",
    "It has taken a training step on the processor.",
    "It takes 0.0 MB of disk; to undo it, remove that folder.",
  ]);
  expect(readdirSync(cache)).toEqual(["cpu"]);
  expect(readdirSync(join(cache, "cpu")).sort()).toEqual([
    "installation.json",
    "site",
    "tfjs_binding.node",
  ]);
  expect(readdirSync(join(cache, "cpu", "site", "tensorflow"))).not.toContain("include");
  const command = readFileSync(join(cache, "cpu", "tfjs_binding.node"), "utf8");
  expect(command).toContain("-Wl,-rpath,$ORIGIN/site/tensorflow"); // found after the folder is renamed
  expect(command).toContain("/none/binding/tfjs_backend.cc");
  expect(await install()).toMatchObject({ folder: join(cache, "cpu"), from: "pypi" });
});

test("takes the libraries of Python's wheel where they are", async () => {
  const cache = fakeTools();
  const site = join(cache, "..", "site-packages");
  mkdirSync(join(site, "tensorflow"), { recursive: true });
  writeFileSync(join(site, "tensorflow", "libtensorflow_cc.so.2"), "library");
  fakeTools({ installed: { name: "tensorflow-cpu", version: "9.9.9", site } });
  const { folder, from } = await install();
  expect(from).toBe("python");
  expect(await install()).toMatchObject({ folder, from: "python" }); // and works already
  expect(readManifest(folder as string)?.site).toBe(site);
  expect(readFileSync(join(folder as string, "tfjs_binding.node"), "utf8")).toContain(
    `-Wl,-rpath,${join(site, "tensorflow")}`,
  );

  fakeTools({
    installed: { name: "tensorflow-cpu", version: "9.9.8", site },
    downloads: [WHEEL],
  });
  const steps: string[] = [];
  const other = await install({}, { onStep: (line) => steps.push(line) });
  expect(other.from).toBe("pypi");
  expect(steps[0]).toBe("passing over tensorflow-cpu 9.9.8 of python3, which was not tried");
});

test("removes what an installation that was killed has left", async () => {
  const cache = fakeTools({ downloads: [WHEEL] });
  mkdirSync(join(cache, "unfinished-999999999", "downloads"), { recursive: true });
  await install();
  expect(readdirSync(cache)).toEqual(["cpu"]);
});

test("a tfjs-node that works is used as it is", async () => {
  const cache = fakeTools({ python: false });
  const folder = join(cache, "..", "tfjs-node");
  mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
  writeFileSync(join(folder, "lib", "napi-v8", "tfjs_binding.node"), "");
  const check = async () => ({ works: true, version: "2.9.1", gpu: false }) as const;
  expect(await install({ check, tfjsNodes: [{ ...TFJS_NODE, folder }] })).toEqual({
    version: "2.9.1",
    variant: "cpu",
    from: "tfjs-node",
    folder: undefined,
    bytes: 0,
    sawGpu: false,
    lines: [`@tensorflow/tfjs-node in ${folder} works with TensorFlow 2.9.1: it is used as it is.`],
  });
});

test("each obstacle is one line, and nothing is left", async () => {
  expect(await failure({}, { tfjsNodes: [] })).toMatchInlineSnapshot(
    `"sources: installTensorFlow: @tensorflow/tfjs-node must be installed, whose sources are compiled; got none. Run \`npm install --ignore-scripts @tensorflow/tfjs-node\`."`,
  );
  expect(await failure({ python: false })).toMatchInlineSnapshot(
    `"python: installTensorFlow: Python 3 must be there, whose pip fetches TensorFlow; got no python3 on the PATH. Install it (Debian: apt-get install python3 python3-pip)."`,
  );
  expect(await failure({ pip: false })).toMatchInlineSnapshot(
    `"python: installTensorFlow: python3 must have pip, which fetches TensorFlow; got none. Install it (Debian: apt-get install python3-pip)."`,
  );
  const unreachable =
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\nERROR: Could not find a version";
  expect(await failure({ pipError: unreachable })).toMatchInlineSnapshot(
    `"network: installTensorFlow: tensorflow-cpu 9.9.9 must be downloaded from PyPI by pip; got no connection. Try again when it can be reached, or install the wheel into this Python first."`,
  );
  const full = "ERROR: Could not install: [Errno 28] No space left on device";
  expect(await failure({ pipError: full })).toMatchInlineSnapshot(
    `"disk: installTensorFlow: tensorflow-cpu 9.9.9 must fit on the disk; got "No space left on device". Make room, or set XDG_CACHE_HOME to a folder on another disk."`,
  );
  expect(await failure({ pipError: "ERROR: 403 Forbidden" })).toMatchInlineSnapshot(
    `"wheel: installTensorFlow: tensorflow-cpu 9.9.9 must be downloaded from PyPI by pip; got: ERROR: 403 Forbidden"`,
  );
  expect(await failure({ downloads: [] })).toMatchInlineSnapshot(
    `"wheel: installTensorFlow: pip must download tensorflow_cpu-9.9.9-*.whl; got nothing. Try again with a newer pip."`,
  );
  const cut = {
    ...VERSION,
    wheels: { ...VERSION.wheels, cpu: { name: "tensorflow-cpu", sha256: "0" } },
  };
  expect(await failure({ downloads: [WHEEL] }, { versions: [cut] })).toMatchInlineSnapshot(
    `"wheel: installTensorFlow: tensorflow-cpu 9.9.9 must have the SHA-256 0; got 3eddc994419e8464d5ec250ae11e6b3a6c41af289689d8647d9356c737676bf7. Its index is not PyPI, or the download was cut off: try again."`,
  );
  const broken = "Traceback:\nzipfile.BadZipFile: File is not a zip file";
  expect(await failure({ downloads: [WHEEL], unpackError: broken })).toMatchInlineSnapshot(
    `"wheel: installTensorFlow: the wheels must be whole; got: zipfile.BadZipFile: File is not a zip file"`,
  );
  expect(await failure({ downloads: [WHEEL], unpackError: full })).toMatchInlineSnapshot(
    `"disk: installTensorFlow: TensorFlow must fit on the disk; got "No space left on device". Make room, or set XDG_CACHE_HOME to a folder on another disk."`,
  );
  expect(await failure({ downloads: [WHEEL], compiler: false })).toMatchInlineSnapshot(
    `"compiler: installTensorFlow: a C++ compiler must be there; got none. Install g++ (Debian: apt-get install g++)."`,
  );
  const error = "tfjs_backend.cc:28:10: fatal error: c_api.h: No such file or directory";
  expect(await failure({ downloads: [WHEEL], compileError: error })).toMatchInlineSnapshot(
    `"compiler: installTensorFlow: g++ must compile the binding of @tensorflow/tfjs-node 4.22.0; got: tfjs_backend.cc:28:10: fatal error: c_api.h: No such file or directory"`,
  );
  const unloadable = async () => ({ works: false, reason: "undefined symbol: TF_X" }) as const;
  expect(await failure({ downloads: [WHEEL] }, { check: unloadable })).toMatchInlineSnapshot(
    `"check: installTensorFlow: the binding must take a training step; got: undefined symbol: TF_X. The engine was tried with tfjs-node 4.22.0."`,
  );
  const other = async () => ({ works: true, version: "9.9.1", gpu: false }) as const;
  expect(await failure({ downloads: [WHEEL] }, { check: other })).toMatchInlineSnapshot(
    `"wheel: installTensorFlow: the libraries must be those of TensorFlow 9.9.9; got 9.9.1. Install the wheel again."`,
  );
  const huge = { ...VERSION, bytes: { ...VERSION.bytes, cpu: { kept: 9e18, downloads: 0 } } };
  expect(
    (await failure({}, { versions: [huge] })).replace(/got [\d.]+ GB/, "got X GB"),
  ).toMatchInlineSnapshot(
    `"disk: installTensorFlow: CACHE must have 9000000000.0 GB of room; got X GB. Make room, or set XDG_CACHE_HOME to a folder on another disk."`,
  );
  expect(await failure({}, {}, { version: "1.15.0" })).toMatchInlineSnapshot(
    `"undefined: installTensorFlow: version must be one that was tried, "9.9.9"; got "1.15.0"."`,
  );
});

test("a cache folder that cannot be made is one line", async () => {
  const cache = fakeTools();
  writeFileSync(dirname(cache), "a file where the folder should be");
  const error = await install().catch((error) => error);
  expect(error).toMatchObject({ name: "InstallError", obstacle: "folder" });
  expect(error.message.replaceAll(cache, "CACHE")).toMatchInlineSnapshot(
    `"installTensorFlow: CACHE must be a folder that can be written; got a file in its place, or in that of a folder above it. Set XDG_CACHE_HOME to another folder."`,
  );
  expect(error.cause).toMatchObject({ code: expect.stringMatching(/^E/) });
});
