/** What is trained: for images `[batch, size, size, 3]`, or for rows of features where there is no size. */
export const NETWORKS = {
  "resnet18-cifar": { batch: 64, size: 32, classes: 10 },
  "resnet50-imagenet": { batch: 16, size: 224, classes: 1000 },
  "efficientnet-b0": { batch: 16, size: 224, classes: 1000 },
  "byol-head": { batch: 256 },
};

export const MODES = ["float32", "bfloat16"];

const nchw = { name: "NCHW", channelsLast: false, compile: false };
const channelsLast = { name: "channels_last", channelsLast: true, compile: false };
const compiled = { name: "channels_last, torch.compile", channelsLast: true, compile: true };
const eager = { name: "eager", channelsLast: false, compile: false };
const compiledRows = { name: "torch.compile", channelsLast: false, compile: true };

/** The ways in which PyTorch trains a network. In bfloat16, all of them under torch.autocast. */
export function waysOfPeer(network, mode) {
  if (NETWORKS[network].size === undefined) return [eager, compiledRows]; // rows have no layout
  return mode === "float32" ? [nchw, channelsLast, compiled] : [channelsLast, compiled];
}

/** Which of our engines train in a mode. */
export const ENGINES = {
  native: ["float32", "bfloat16"],
  tensorflow: ["float32"],
  wasm: ["float32"],
};
