import type { PolicyStep } from "./policy.ts";
import { roundedToEven } from "./rounded-to-even.ts";

/** torchvision's operations, without Identity and Invert, at one of `bins` magnitudes. */
export function torchvisionTable(magnitude: number, bins: number): PolicyStep[] {
  const upTo = (most: number) => float32Range([0, most], magnitude, bins);
  const either = (amount: number) => [amount, 0 - amount];
  const factors = [1 + upTo(0.9), 1 - upTo(0.9)];
  const share = (150 / 331) * (magnitude / (bins - 1));
  const translations = { amounts: either(share), shareOf: "picture" } as const;
  return [
    { operation: "shearX", amounts: either(upTo(0.3)) },
    { operation: "shearY", amounts: either(upTo(0.3)) },
    { operation: "translateX", ...translations },
    { operation: "translateY", ...translations },
    { operation: "rotate", amounts: either(upTo(30)) },
    { operation: "brightness", amounts: factors },
    { operation: "colour", amounts: factors },
    { operation: "contrast", amounts: factors },
    { operation: "sharpness", amounts: factors },
    { operation: "posterize", amounts: [8 - roundedToEven(magnitude / ((bins - 1) / 4))] },
    { operation: "solarize", amounts: [float32Range([255, 0], magnitude, bins)] },
    { operation: "autoContrast" },
    { operation: "equalize" },
  ];
}

/** `torch.linspace(start, end, count)[index]`: from the nearer end, in float32. */
function float32Range(
  [start, end]: readonly [number, number],
  index: number,
  count: number,
): number {
  const f = Math.fround;
  const step = f((f(end) - f(start)) / (count - 1));
  return index < count / 2
    ? f(f(start) + f(step * index))
    : f(f(end) - f(step * (count - 1 - index)));
}
