// Backbones and pictures from small to large; the students of the distillation have a quarter of the width.
const basic = (blocks, width, size) => ({
  network: { block: "basic", blocks, width, stem: "small", normalize: false },
  size,
});
const bottleneck = (width, size, more = {}) => ({
  network: {
    ...{ block: "bottleneck", blocks: [3, 4, 6, 3], width, normalize: false },
    stem: size > 64 ? "imagenet" : "small",
    ...more,
  },
  size,
});
const RESNET18 = [2, 2, 2, 2];

export const SIZES = {
  "resnet18-w16 at 32 px": basic(RESNET18, 16, 32),
  "resnet18-w32 at 32 px": basic(RESNET18, 32, 32),
  "resnet18 at 32 px": basic(RESNET18, 64, 32),
  "resnet18 at 64 px": basic(RESNET18, 64, 64),
  "resnet50 at 64 px": bottleneck(64, 64),
  "resnet50 at 224 px": bottleneck(64, 224),
  "resnet50-sk at 224 px": bottleneck(64, 224, { selectiveKernels: 0.0625 }),
};
