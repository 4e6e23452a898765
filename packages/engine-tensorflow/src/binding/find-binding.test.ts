import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { checkBinding } from "./check-binding.ts";
import { findBinding } from "./find-binding.ts";
import { findTfjsNodes, type TfjsNode } from "./find-tfjs-node.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "binding-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function write(path: string, text = ""): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const cache = () => join(folder, "cache");
const tfjsNode = (name = "tfjs-node"): TfjsNode => ({
  name: `@tensorflow/${name}`,
  version: "4.22.0",
  folder: join(folder, name),
});

function install(variant: string, site = "site"): string {
  write(`cache/${variant}/installation.json`, JSON.stringify({ version: "9.9.9", site }));
  return write(`cache/${variant}/tfjs_binding.node`);
}

test("one for GPUs comes before one for processors, and ours before tfjs-node's own", () => {
  const own = write("tfjs-node/lib/napi-v8/tfjs_binding.node");
  const found = () => findBinding([tfjsNode()], cache());
  expect(found()).toMatchObject({ file: own, variant: "cpu", version: undefined });
  const cpu = install("cpu");
  write("cache/cpu/site/tensorflow/libtensorflow_cc.so.2");
  expect(found()).toMatchObject({ file: cpu, variant: "cpu", version: "9.9.9" });
  const gpu = install("gpu");
  write("cache/gpu/site/tensorflow/libtensorflow_cc.so.2");
  expect(found()).toMatchObject({ file: gpu, variant: "gpu", version: "9.9.9" });
});

test("of tfjs-node's own the one for GPUs comes first", () => {
  write("tfjs-node/lib/napi-v8/tfjs_binding.node");
  const gpu = write("tfjs-node-gpu/lib/napi-v8/tfjs_binding.node");
  expect(findBinding([tfjsNode(), tfjsNode("tfjs-node-gpu")], cache())).toMatchObject({
    file: gpu,
    variant: "gpu",
  });
});

test("says what is missing, and the remedy", () => {
  expect(findBinding([], cache())).toMatchInlineSnapshot(`
    {
      "reason": "@tensorflow/tfjs-node is not installed",
      "remedy": "Run \`npm install --ignore-scripts @tensorflow/tfjs-node\`. Run \`npx unlabeled engine tensorflow\`, with --gpu where there is an NVIDIA GPU, or call installTensorFlow() of @unlabeled/engine-tensorflow, likewise with { gpu: true }.",
    }
  `);
  expect(findBinding([tfjsNode()], cache())).toMatchInlineSnapshot(`
    {
      "reason": "tfjs-node is not bound to a TensorFlow",
      "remedy": "Run \`npx unlabeled engine tensorflow\`, with --gpu where there is an NVIDIA GPU, or call installTensorFlow() of @unlabeled/engine-tensorflow, likewise with { gpu: true }.",
    }
  `);
  install("cpu", join(folder, "site-packages"));
  const gone = findBinding([tfjsNode()], cache()) as { reason: string };
  expect(gone.reason.replace(folder, "FOLDER")).toMatchInlineSnapshot(
    `"FOLDER/site-packages/tensorflow/libtensorflow_cc.so.2 is gone, which the engine was bound to"`,
  );
});

test("finds the tfjs-node of this package", () => {
  const require = createRequire(import.meta.url);
  expect(findTfjsNodes()[0]).toEqual({
    name: "@tensorflow/tfjs-node",
    version: "4.22.0",
    folder: dirname(require.resolve("@tensorflow/tfjs-node/package.json")),
  });
});

test("a file that is no addon does not pass the check", async () => {
  const [here] = findTfjsNodes() as [TfjsNode];
  const file = write("tfjs_binding.node", "not machine code");
  const checked = (await checkBinding(here, file)) as { works: boolean; reason: string };
  expect(checked.works).toBe(false);
  expect(checked.reason).toContain(file);
  expect(checked.reason).not.toContain("\n");
});
