// Epochs, rates and batches of each stage. All are SGD with Nesterov's momentum and a rate that falls by a cosine. The paper's
// are for ImageNet and thousands of pictures a batch.

const pretrain = {
  epochs: 40,
  rate: 0.35,
  decay: 1e-4,
  warmupEpochs: 0.25,
  batch: 128,
  temperature: 0.2,
};
/** The paper has a temperature of 0.1 into the same network; there the student stays below its teacher here. */
const distill = { rate: 0.2, decay: 1e-4, warmupEpochs: 0.5, batch: 128, temperature: 1 };

export const SETTINGS = {
  network: { blocks: [1, 1, 1], stem: "strided", grid: 2 },
  head: 128,
  pretrain,
  "supervised1%": { epochs: 200, rate: 0.05, decay: 5e-4, batch: 50 },
  "supervised10%": { epochs: 100, rate: 0.1, decay: 5e-4, batch: 50 },
  "finetune1%": { epochs: 60, rate: 0.02, batch: 50 },
  "finetune10%": { epochs: 100, rate: 0.1, decay: 5e-4, batch: 50 },
  distill: { ...distill, epochs: 20 },
  distillLabeled: { ...distill, epochs: 200 },
};

/** One pass or two. */
export const QUICK = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, value]) => [
    name,
    value.epochs ? { ...value, epochs: 1 } : value,
  ]),
);
