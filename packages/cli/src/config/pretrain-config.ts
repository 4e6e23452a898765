import { z } from "zod";

const positive = z.number().positive();
const count = z.int().positive();
const fraction = z.number().min(0).max(1);

const views = z
  .strictObject({
    cropArea: z
      .tuple([fraction, fraction])
      .describe("Least and greatest part of the picture's area that a crop covers."),
    flip: fraction.describe("Probability of a horizontal flip."),
    jitter: z
      .strictObject({
        probability: fraction,
        brightness: z.number().min(0),
        contrast: z.number().min(0),
        saturation: z.number().min(0),
        hue: z.number().min(0).max(0.5),
      })
      .partial()
      .describe("Colour jitter: its probability and its greatest strengths."),
    greyscale: fraction.describe("Probability that a view loses its colours."),
    blur: z
      .union([
        z.literal(false),
        z
          .strictObject({
            probability: fraction,
            kernelSize: count,
            sigma: z.tuple([positive, positive]),
          })
          .partial(),
      ])
      .describe(
        "Gaussian blur: what differs from the paper's, or false for none. Default: the paper's above 32 pixels, none below.",
      ),
    solarize: z.boolean().describe("Whether BYOL's second view is solarized now and then."),
  })
  .partial()
  .describe("What differs from the views of the method's paper.");

const optimizer = z
  .strictObject({
    name: z.enum(["sgd", "adam", "adamw", "lars"]),
    momentum: fraction,
    nesterov: z.boolean(),
    weightDecay: z.number().min(0).describe("Of kernels; biases and normalizations have none."),
  })
  .partial();

const learningRate = z
  .strictObject({
    base: positive.describe("Before scaling by the batch size."),
    scaling: z
      .enum(["none", "linear", "square-root"])
      .describe("linear: base x batchSize / 256. square-root: base x √batchSize."),
    warmupEpochs: z.number().min(0),
  })
  .partial();

/** What `unlabeled pretrain` can be told, by flags or by a file. */
export const pretrainConfig = z.strictObject({
  $schema: z.string().optional().describe("For editors; not read."),
  data: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Pictures: a folder, tar shards, Parquet, IDX, NumPy or CIFAR files, or videos. Relative to this file.",
    ),
  method: z.enum(["byol", "simclr"]).default("byol"),
  backbone: z
    .string()
    .regex(
      /^resnet(8|10|18|34|50)(-w[1-9]\d*)?$/,
      "must be resnet8, resnet10, resnet18, resnet34 or resnet50, and -w16 for a width of 16",
    )
    .default("resnet18")
    .describe("Network, and its width where that is not 64: resnet18-w16."),
  stem: z
    .enum(["small", "strided", "imagenet"])
    .optional()
    .describe(
      "small: 3x3, for pictures of up to 64 pixels; strided: the same with stride 2, a quarter of the cost. Default: by size.",
    ),
  grid: count
    .default(1)
    .describe("Features are means over grid x grid regions of the last maps; 1: over all of them."),
  size: count.min(8).default(64).describe("Height and width of the views, pixels."),
  epochs: count.default(100),
  batchSize: count.min(2).default(256),
  seed: z.int().min(0).max(0xffffffff).default(0),
  projector: z.strictObject({ hidden: count, outputs: count }).partial().default({}),
  predictor: z.strictObject({ hidden: count }).partial().default({}).describe("BYOL only."),
  temperature: positive.optional().describe("SimCLR only: τ of NT-Xent. Default 0.5."),
  targetMomentum: fraction.optional().describe("BYOL only: τ at the start. Default 0.99."),
  views: views.default({}),
  optimizer: optimizer.default({}),
  learningRate: learningRate.default({}),
  clipNorm: positive.optional().describe("Greatest norm of the whole gradient."),
});

export type PretrainConfig = z.infer<typeof pretrainConfig>;

/** The JSON Schema of a configuration file, for editors. */
export function pretrainJsonSchema(): object {
  return z.toJSONSchema(pretrainConfig, { io: "input" });
}
