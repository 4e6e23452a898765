// Writes docs/engine-speed.md from results.json beside this file: node benchmarks/step/page.js
import { readFileSync, writeFileSync } from "node:fs";

const { cases, command, commit, machine } = JSON.parse(
  readFileSync(new URL("results.json", import.meta.url), "utf8"),
);

const TITLES = {
  "resnet18-cifar": "ResNet-18, stem for small pictures, 32 x 32",
  "resnet50-imagenet": "ResNet-50, 224 x 224",
  "efficientnet-b0": "EfficientNet-B0, 224 x 224",
  "byol-head": "BYOL's projector and predictor",
};
const milliseconds = ({ min, median }) => `${min.toFixed(0)} / ${median.toFixed(0)}`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

const rows = cases
  .filter(({ peer }) => peer)
  .map(({ case: title, ours, peer, peakMemory }) => {
    const [network, batch, precision] = title.split(", ");
    const ratio = (which) => (peer[which] / ours[which]).toFixed(2);
    const cells = [
      ...[`${TITLES[network]}, ${batch}`, precision, peer.name.replace("PyTorch, ", "")],
      ...[milliseconds(ours), milliseconds(peer), `${ratio("min")} / ${ratio("median")}`],
      ...[megabytes(peakMemory.ours), megabytes(peakMemory.peer)],
    ];
    return `| ${cells.join(" | ")} |`;
  });
const { version } = cases.find(({ peer }) => peer).peer;

writeFileSync(
  new URL("../../docs/engine-speed.md", import.meta.url),
  `# How fast the native engine trains

A training step: forward, loss, backward, SGD with momentum, the loss read back. Ours goes through tfjs's autograd with networks of
\`@unlabeled/backbones\`, an optimizer of \`@unlabeled/core\` and weights that JavaScript can read at any time; the peer is PyTorch ${version} on the
same cores, each in a process of its own, in turns. Least and median milliseconds of ${cases[0].ours.runs.length} steps; a ratio over 1 means that ours is
faster. Memory is the most that the process has held. In float32 the peer is the fastest of PyTorch's ways, by median.

| network | precision | PyTorch's way | ours, ms | PyTorch, ms | ratio | memory | PyTorch's |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

\`${command}\` at ${commit.slice(0, 7)}, on ${machine.cores} cores of ${machine.cpu} (Zen 4: AVX-512 with BF16, no AMX), Node ${machine.node}. The machine is shared: least times are
nearer to what the programs need, medians to what one gets.

## Where the time goes

\`node benchmarks/step/profile.js NETWORK --precision bfloat16\` shows it, by kernel and with \`--shapes\` by shape.

For ResNet-50 in bfloat16 without AMX, where the ratio is smallest and below what was aimed at (1.5), a step of 1,137 ms on the machine above was: weights'
gradients of convolutions 335, convolutions 300, their inputs' gradients 282, batch normalization 47 forward and 102 backward, tfjs between kernels
45, SGD 12. This is our side alone; PyTorch's was not profiled. So what follows is reasoned, not measured: a step has about 394 GFLOP of convolutions,
of which Winograd's way saves a part of the 3x3 ones only; 1x1 convolutions are oneDNN's on both sides, and should take about as long. What might
change it: AMX, or batch statistics computed while a convolution's output is still in the cache, and normalization as the next one reads it.

On processors with AMX nothing has been timed yet: the way of computing there follows a prototype that was 2.2 times as fast as PyTorch in bfloat16
([decision 0004](decisions/0004-winograd-and-bfloat16.md)).
`,
);
