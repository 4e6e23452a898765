// The gate, the same for people and for CI: every step runs, then the tests are counted.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./prepare.js";

const packages = readdirSync(join(root, "packages"))
  .map((name) => join(root, "packages", name))
  .filter((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).scripts.test);
const results = (folder) => join(folder, ".test", "results.json");
for (const folder of packages) rmSync(results(folder), { force: true }); // turbo brings back those of cached runs

const steps = [
  ["biome", "check", "."],
  [
    "turbo",
    "run",
    "typecheck",
    "test",
    "build",
    "package",
    "--continue",
    "--concurrency=100%",
    "--output-logs=new-only",
  ],
  ["turbo", "boundaries"],
  ["knip"],
  ["node", "tooling/readme/check.js"],
  ["node", "tooling/tarballs/check.js"],
];
const hasRemote =
  spawnSync("git", ["rev-parse", "--verify", "--quiet", "origin/main"], { cwd: root }).status === 0;
if (hasRemote) steps.push(["changeset", "status", "--since=origin/main"]);
else console.log("changeset status: skipped, no origin/main to compare with.");

const failedSteps = steps.filter(([command, ...args]) => !run(command, args));

let [passed, failed] = [0, 0];
for (const folder of packages) {
  if (existsSync(results(folder))) {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
      readFileSync(results(folder), "utf8"),
    );
    passed += numPassedTests;
    failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0); // a suite that does not load has no tests
  } else {
    console.error(`${folder}: its tests left no results.`);
    failed++;
  }
}
for (const step of failedSteps) console.error(`failed: ${step.join(" ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failedSteps.length > 0 || failed > 0 ? 1 : 0;
