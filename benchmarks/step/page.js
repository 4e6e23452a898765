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
nearer to what the programs need, medians to what one gets. BYOL's head in bfloat16 is the shortest and the most easily disturbed: run again by itself
(\`pnpm bench step --network byol-head --mode bfloat16\`) it took 53 ms against 53 ms compiled and 54 ms eager.

## Where the time goes

\`node benchmarks/step/profile.js NETWORK --precision bfloat16\` shows it, by kernel and with \`--shapes\` by shape.

ResNet-50 in bfloat16 without AMX is where the ratio is smallest, and below what was aimed at (1.5). Milliseconds of a step on the machine above, ours
by the command above, PyTorch's by \`peer.py TASK --profile\` (its operations for the same work added up):

| | ours | PyTorch's |
| --- | --- | --- |
| convolutions: forward, both gradients, weights made ready | 893 - 964 | 1042 - 1050 |
| batch normalization with its residuals and ReLUs | 144 - 149 | 209 - 222 |
| all else: updates, pooling, conversions, autograd between kernels | 65 - 70 | 55 - 65 |

A step has 394 GFLOP of convolutions, counted by windows. The cores multiply 465 GFLOP/s in bfloat16 and 232 in float32 at the very most (\`node
benchmarks/step/peak.js\`), so 394 GFLOP take 847 ms without a single lost cycle; PyTorch's convolutions run at 80% of that. To be 1.5 times as
fast as PyTorch the *whole* step would have to end in 860 - 890 ms. By windows this cannot be done. Winograd's way needs fewer products, but serves only the
3x3 convolutions of stride 1, 144 of the 394 GFLOP; with it our convolutions run at 87 - 95% of what the cores can do by windows (1x1: forward
and to the input 380 - 450 GFLOP/s, to the weights 270 - 375; 3x3: 520 - 800), and normalization is bound by memory.

What would change it: AMX; Winograd's products nearer the peak (they reach 60 - 75% of it) and the weights' gradients of 1x1 convolutions as near as
the other two directions (together about 100 ms); batch statistics computed while a convolution's output is still in the cache, and normalization as
the next convolution reads it (another 70 ms or so). All of them together would come to about 1.4.

On processors with AMX nothing has been timed yet: the way of computing there follows a prototype that was 2.2 times as fast as PyTorch in bfloat16
([decision 0004](decisions/0004-winograd-and-bfloat16.md)).
`,
);
