import { expect, test } from "vitest";
import { installPackage } from "../../fixtures/install-package.ts";
import { cpuEngine } from "./cpu-engine.ts";
import { installFrom } from "./install-engine.ts";

const install = (name: string, options = {}) =>
  installFrom(
    [
      { name: "bound", package: "@unlabeled/engine-bound" }, // exists nowhere but in these tests
      { name: "cpu", engine: cpuEngine },
    ],
    name,
    options,
  );

test("lets the engine install what it needs, whether or not it works before", async () => {
  installPackage(
    "@unlabeled/engine-bound",
    `export const engine = {
      name: "bound",
      async probe() { return { works: false, reason: "", remedy: "" }; },
      async start() {},
      async install({ gpu, version, onStep }) {
        onStep("working ...");
        return { lines: [\`\${gpu} \${version}\`] };
      },
    };`,
  );
  const steps: string[] = [];
  const onStep = (line: string) => steps.push(line);
  expect(await install("bound", { gpu: true, version: "1.2", onStep })).toEqual({
    lines: ["true 1.2"],
  });
  expect(steps).toEqual(["working ..."]);
});

test("names what cannot be", async () => {
  await expect(install("bound")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: installEngine: the package of the bound engine must be there; got: @unlabeled/engine-bound is not installed. Run \`npm install @unlabeled/engine-bound\`.]`,
  );
  await expect(install("cpu")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: installEngine: name must be an engine that needs more than its package; got "cpu", which needs nothing.]`,
  );
  await expect(install("abacus")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: installEngine: name must be one of "bound", "cpu"; got "abacus".]`,
  );
});
