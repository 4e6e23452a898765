import type { PolicyStep } from "./policy.ts";

/** The 16 operations of Noisy Student's code at a level of magnitude / 10. */
export function noisyStudentTable(
  level: number,
  { translate, cutout }: { translate: number; cutout: number },
): PolicyStep[] {
  const either = (amount: number) => [amount, 0 - amount];
  const factor = [level * 1.8 + 0.1];
  return [
    { operation: "autoContrast" },
    { operation: "equalize" },
    { operation: "invert" },
    { operation: "rotate", amounts: either(level * 30) },
    { operation: "posterize", amounts: [Math.min(Math.trunc(level * 4), 8)] },
    { operation: "solarize", amounts: [Math.trunc(level * 256)] },
    { operation: "colour", amounts: factor },
    { operation: "contrast", amounts: factor },
    { operation: "brightness", amounts: factor },
    { operation: "sharpness", amounts: factor },
    { operation: "shearX", amounts: either(level * 0.3) },
    { operation: "shearY", amounts: either(level * 0.3) },
    { operation: "translateX", amounts: either(level * translate) },
    { operation: "translateY", amounts: either(level * translate) },
    { operation: "solarizeAdd", amounts: [Math.trunc(level * 110)] },
    { operation: "cutout", amounts: [Math.trunc(level * cutout)] },
  ];
}
