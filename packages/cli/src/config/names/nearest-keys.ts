import { knownKeys } from "./known-keys.ts";
import { nearness } from "./nearest-names.ts";

/** Names that other programs have for what is here, in lower case without separators. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  arch: ["backbone"],
  architecture: ["backbone"],
  batch: ["batchSize"],
  bs: ["batchSize"],
  clip: ["clipNorm"],
  gradclip: ["clipNorm"],
  imagesize: ["size"],
  iterations: ["epochs"],
  k: ["queue"],
  lr: ["learningRate.base"],
  m: ["emaMomentum"],
  model: ["backbone"],
  momentum: ["optimizer.momentum", "emaMomentum"],
  network: ["backbone"],
  resolution: ["size"],
  steps: ["epochs"],
  t: ["temperature"],
  tau: ["temperature", "emaMomentum"],
  warmup: ["learningRate.warmupEpochs"],
  wd: ["optimizer.weightDecay"],
};

/** A name of the same level is a little nearer than one of another. */
const OTHER_LEVEL = 0.5;

/**
 * The keys nearest to one that is not known, on any level: `optimizer.weightDecay` for `weightDecay`. At most
 * three, equally near; none if none is near.
 *
 * @param path - Of the unknown key.
 */
export function nearestKeys(path: readonly string[]): string[] {
  const [written = ""] = path.slice(-1);
  const level = path.slice(0, -1).join(".");
  const scored = knownKeys().flatMap((key) => {
    const near = nearness(written, key.at(-1) ?? "");
    if (near === undefined || key[0] === "$schema") return [];
    const other = key.slice(0, -1).join(".") === level ? 0 : OTHER_LEVEL;
    return { name: key.join("."), score: near + other };
  });
  const least = Math.min(...scored.map(({ score }) => score));
  const elsewhere = ELSEWHERE[written.toLowerCase().replaceAll(/[-_ ]/g, "")];
  if (elsewhere !== undefined && least > 0) return [...elsewhere];
  return scored
    .filter(({ score }) => score === least)
    .map(({ name }) => name)
    .slice(0, 3);
}
