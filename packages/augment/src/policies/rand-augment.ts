import { checkFields, checkName, checkNumber, checkWhole } from "../recipes/check-value.ts";
import { noisyStudentTable } from "./noisy-student-table.ts";
import type { Policy, PolicyStep } from "./policy.ts";
import { torchvisionTable } from "./torchvision-table.ts";

export interface RandAugmentOptions {
  /**
   * Whose table of operations. "noisy-student": 16, of TensorFlow's arithmetic, fill 128. "torchvision":
   * 14, of Pillow's, fill 0. Default "noisy-student".
   */
  definition?: "noisy-student" | "torchvision" | undefined;
  /** N, operations a picture, an integer ≥ 1. Default 2, of both. */
  layers?: number | undefined;
  /**
   * M, the strength of all operations: ≥ 0, about 5 to 30 (noisy-student), or an integer in
   * [0, bins) (torchvision). Default 27, that of Noisy Student's large models, or 9, torchvision's.
   */
  magnitude?: number | undefined;
  /** Of torchvision: how many magnitudes there are. An integer ≥ 2. Default 31. */
  bins?: number | undefined;
  /**
   * Of noisy-student: what TranslateX and Y move by at magnitude 10, pixels. Default 100, for 224 to
   * 800 px; an eighth of the side for 32 px, in its code.
   */
  translate?: number | undefined;
  /** Of noisy-student: half of Cutout's side at magnitude 10, pixels. Default 40; an eighth for 32 px. */
  cutout?: number | undefined;
}

/**
 * The magnitudes of Noisy Student's released scripts, by network; B0 and B1 have no RandAugment. For
 * L2 the paper has 27.
 *
 * @see google-research/noisystudent, local_scripts/imagenet
 */
export const NOISY_STUDENT_MAGNITUDES = {
  b2: 6,
  b3: 12,
  b4: 15,
  b5: 18,
  b6: 24,
  b7: 27,
  l2: 27,
} as const;

/**
 * RandAugment: N operations drawn with replacement from a table, all of magnitude M, each of them
 * certain.
 *
 * "noisy-student" is the table of its code, oddities included: colour, contrast, brightness and
 * sharpness only grow from M = 5 on; at M = 27 solarize and posterize change nothing (posterize's 10
 * bits are clipped to 8; TensorFlow leaves their result open), and contrast is around a grey that
 * depends on the size alone.
 *
 * @returns A policy for `drawPolicy` and `applyPolicy`; JSON.
 * @throws {RangeError} If a value is outside its range, or belongs to the other definition.
 * @throws {TypeError} If a field is not known.
 *
 * @see Cubuk et al., RandAugment, 2019: https://arxiv.org/abs/1909.13719; google-research/noisystudent,
 *   randaugment.py; torchvision, transforms.RandAugment
 *
 * @example
 * const policy = randAugment({ magnitude: NOISY_STUDENT_MAGNITUDES.b4 });
 */
export function randAugment(options: RandAugmentOptions = {}): Policy {
  const fields = ["definition", "layers", "magnitude", "bins", "translate", "cutout"];
  checkFields("randAugment: options", options, fields);
  const { definition = "noisy-student", layers = 2 } = options;
  checkName("randAugment: definition", definition, ["noisy-student", "torchvision"]);
  checkWhole("randAugment: layers", layers, 1);
  const others =
    definition === "torchvision" ? (["translate", "cutout"] as const) : (["bins"] as const);
  const foreign = others.find((field) => options[field] !== undefined);
  if (foreign !== undefined) {
    throw new RangeError(
      `randAugment: ${foreign} must not be given with the definition ${JSON.stringify(definition)}.`,
    );
  }
  const steps = definition === "torchvision" ? torchvisionSteps(options) : paperSteps(options);
  return {
    ...(definition === "torchvision" ? PILLOW : PAPER),
    picks: layers,
    choices: steps.map((step) => [step]),
  };
}

const PILLOW = { definition: "pillow", interpolation: "nearest", fill: 0 } as const;
const PAPER = { definition: "tensorflow", interpolation: "nearest", fill: 128 } as const;

function paperSteps({
  magnitude = 27,
  translate = 100,
  cutout = 40,
}: RandAugmentOptions): PolicyStep[] {
  checkNumber("randAugment: magnitude", magnitude, 0);
  checkNumber("randAugment: translate", translate, 0);
  checkNumber("randAugment: cutout", cutout, 0);
  return noisyStudentTable(magnitude / 10, { translate, cutout });
}

function torchvisionSteps({ magnitude = 9, bins = 31 }: RandAugmentOptions): PolicyStep[] {
  checkWhole("randAugment: bins", bins, 2);
  checkWhole("randAugment: magnitude", magnitude, 0, bins - 1);
  return [{ operation: "identity" }, ...torchvisionTable(magnitude, bins)];
}
