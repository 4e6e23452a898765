import { checkName, checkNumber, checkWhole } from "../recipes/check-value.ts";
import { DETECTION_AUTO_AUGMENT } from "./detection-tables.ts";
import { noisyStudentTable } from "./noisy-student-table.ts";
import type { Policy, PolicyStep } from "./policy.ts";

export interface DetectionPolicyOptions {
  /**
   * What lengths in pixels (translations, cutouts) are multiplied by, > 0. They were made for about
   * 640 px: for small pictures give their longer side / 640, or objects leave the picture. Default 1.
   */
  pixelScale?: number | undefined;
}

export interface DetectionRandAugmentOptions extends DetectionPolicyOptions {
  /** M ≥ 0. Default 10, the paper's. */
  magnitude?: number | undefined;
  /** N, an integer ≥ 1. Default 1. */
  layers?: number | undefined;
}

const PAPER = { definition: "tensorflow", interpolation: "nearest", fill: 128 } as const;

/**
 * AutoAugment for detection: one of 5 (v0), 20 (v1) or 15 (v2, v3) lists of operations, with which boxes
 * move along. v0 is the paper's, and S2's and S3's of Rethinking Pre-training.
 *
 * @returns A policy for `drawPolicy` and `applyPolicyToScene`; JSON.
 * @throws {RangeError} If there is no such version, or a value is outside its range.
 *
 * @see Zoph et al., Learning Data Augmentation Strategies for Object Detection, 2019:
 *   https://arxiv.org/abs/1906.11172; tensorflow/tpu, autoaugment_utils.py
 *
 * @example
 * const policy = detectionAutoAugment("v0", { pixelScale: 320 / 640 });
 */
export function detectionAutoAugment(
  version: "v0" | "v1" | "v2" | "v3",
  { pixelScale = 1 }: DetectionPolicyOptions = {},
): Policy {
  checkName("detectionAutoAugment: version", version, Object.keys(DETECTION_AUTO_AUGMENT));
  checkNumber("detectionAutoAugment: pixelScale", pixelScale, "above 0");
  const choices = DETECTION_AUTO_AUGMENT[version].map((list) =>
    list.map((printed): PolicyStep => {
      const [operation = "", probability = "", magnitude = "", within] = printed.split(" ");
      const level = Number(magnitude) / 10;
      return {
        ...detectionStep(operation, level, pixelScale, within),
        probability: Number(probability),
      };
    }),
  );
  return { ...PAPER, picks: 1, choices };
}

/**
 * RandAugment for detection: N operations of magnitude M out of Noisy Student's 16, with which boxes
 * move along. S4's of Rethinking Pre-training.
 *
 * The paper's code for it was not released: the table is that of classification with the pixels of
 * detection's AutoAugment (translate 250, cutout 100 at magnitude 10).
 *
 * @returns A policy for `drawPolicy` and `applyPolicyToScene`; JSON.
 * @throws {RangeError} If a value is outside its range.
 *
 * @see Zoph et al., Rethinking Pre-training and Self-training, 2020: https://arxiv.org/abs/2006.06882
 */
export function detectionRandAugment({
  magnitude = 10,
  layers = 1,
  pixelScale = 1,
}: DetectionRandAugmentOptions = {}): Policy {
  checkNumber("detectionRandAugment: magnitude", magnitude, 0);
  checkWhole("detectionRandAugment: layers", layers, 1);
  checkNumber("detectionRandAugment: pixelScale", pixelScale, "above 0");
  const pixels = { translate: 250 * pixelScale, cutout: 100 * pixelScale };
  const steps = noisyStudentTable(magnitude / 10, pixels);
  return { ...PAPER, picks: layers, choices: steps.map((step) => [step]) };
}

function detectionStep(
  operation: string,
  level: number,
  pixelScale: number,
  within: string | undefined,
): PolicyStep {
  if (within === "oneBox") {
    return { operation: "cutout", amounts: [level * 0.75], shareOf: "box", within };
  }
  if (operation === "flip") return { operation, within: "boxes" };
  const inBoxes = within === "boxes";
  const pixels = {
    translate: (inBoxes ? 120 : 250) * pixelScale,
    cutout: (inBoxes ? 50 : 100) * pixelScale,
  };
  const step = noisyStudentTable(level, pixels).find((one) => one.operation === operation);
  if (step === undefined) throw new Error(`detectionStep: no operation ${operation}.`);
  return inBoxes ? { ...step, within: "boxes" } : step;
}
