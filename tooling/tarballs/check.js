// Packs packages as they would be published, installs the tarballs into an empty npm project and runs a program there,
// by import and by require: what users get, not what the workspace sees.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NATIVE = "engine-native-linux-x64";
/** The engine by name, as `useEngine` finds it: the native one where it is built. */
const ENGINE = existsSync(`packages/${NATIVE}/bin/addon.node`) ? "native" : "cpu";
/** What is imported, and what only comes along. */
const PACKAGES = ["core", "losses", "backbones", "augment", "byol", "moco"];
const ENGINES = ENGINE === "native" ? ["engine-native", NATIVE] : [];

const PROGRAM = `
const { description } = await core.useEngine("${ENGINE}");
const { cosineMomentum, sgd } = core;
const backbone = backbones.resnet({ block: "basic", blocks: [1, 1, 1, 1], width: 4, stem: "small", seed: 0 });
const heads = { hidden: 16, outputs: 8, seed: 0 };
const method = byol.byol({
  backbone,
  projector: backbones.byolProjector({ inputs: backbone.featureCount, ...heads }),
  predictor: backbones.byolPredictor({ inputs: 8, ...heads }),
});
const pipeline = augment.byolViews({ size: 16 });
const pixels = new Uint8Array(20 * 20 * 3).map((_, i) => (i * 37) % 256);
const views = [0, 1].map((view) => {
  const rows = [0, 1, 2, 3].map((sample) => {
    const into = new Float32Array(16 * 16 * 3);
    pipeline.render({ width: 20, height: 20, pixels }, { seed: 0, epoch: 0, sample, view }, into);
    return [...into];
  });
  return tf.tensor(rows.flat(), [4, 16, 16, 3]);
});
const batch = { view0: views[0], view1: views[1] };
const targets = method.targets(batch);
const { value, grads } = tf.variableGrads(
  () => method.objective(method.forward(batch), targets).loss,
  method.trained.map(({ variable }) => variable),
);
const optimizer = sgd({ momentum: 0.9 });
optimizer.initialize(method.trained);
optimizer.update(
  Object.fromEntries(method.trained.map(({ name, variable }) => [name, grads[variable.name]])),
  0.05,
);
method.afterUpdate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 });
const loss = value.arraySync();
if (!(loss > 0 && loss < 8)) throw new Error("loss " + loss);
const contrast = moco.mocoV2({ backbone: backbone.clone(), dimension: 8, queueLength: 16 });
const keys = contrast.targets(batch);
contrast.afterUpdate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 }, keys);
if (!(contrast.objective(contrast.forward(batch), keys).loss.arraySync() > 0)) throw new Error("moco");
if (typeof losses.ntXentLoss !== "function" || typeof cosineMomentum !== "function") throw new Error("exports");
console.log(description + ", loss", loss.toFixed(4));
`;

const names = { tf: "@tensorflow/tfjs" };
for (const name of PACKAGES) names[name] = `@unlabeled/${name}`;
const imports = Object.entries(names).map(([as, from]) => `import * as ${as} from "${from}";`);
const requires = Object.entries(names).map(([as, from]) => `const ${as} = require("${from}");`);

const project = mkdtempSync(join(tmpdir(), "unlabeled-tarballs-"));
const execute = (command, args, cwd = project) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
try {
  for (const name of [...PACKAGES, ...ENGINES]) {
    execute("pnpm", ["pack", "--pack-destination", project], join("packages", name));
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true }));
  const tarballs = readdirSync(project).filter((file) => file.endsWith(".tgz"));
  const { peerDependencies } = JSON.parse(readFileSync("packages/core/package.json", "utf8"));
  const peers = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`);
  execute("npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...tarballs.map((file) => `./${file}`),
    ...peers,
  ]);
  writeFileSync(join(project, "by-import.mjs"), `${imports.join("\n")}\n${PROGRAM}`);
  writeFileSync(
    join(project, "by-require.cjs"),
    `${requires.join("\n")}\n(async () => {${PROGRAM}})();`,
  );
  for (const program of ["by-import.mjs", "by-require.cjs"]) {
    const output = execute(process.execPath, ["--no-warnings", program]);
    console.log(`tarballs, ${program}: ${output.trim().split("\n").at(-1)}`);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}
