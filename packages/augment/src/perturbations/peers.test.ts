import { expect, test } from "vitest";
import { decoded, differences } from "../../fixtures/bytes.ts";
import { CASES, EVERY, SAMPLE, SEED, sceneOf } from "../../fixtures/perturbations.ts";
import { perturb } from "./perturb.ts";
import { PERTURBATIONS } from "./perturbations.ts";

const WHICH = (["imagenet", "small"] as const).flatMap((table) =>
  PERTURBATIONS.map((perturbation) => ({ table, perturbation })),
);

test.for(WHICH)(
  "frames of $perturbation, table $table, are the benchmark's with the same draws",
  (which) => {
    const { picture, size } = sceneOf(which.table);
    const frames = [...perturb(picture, { ...which, size, seed: SEED, sample: SAMPLE })];
    const cases = CASES.filter(
      ({ table, perturbation }) => table === which.table && perturbation === which.perturbation,
    );
    expect(cases.length).toBeGreaterThanOrEqual(4);
    for (const { frame, kept, ...their } of cases) {
      expect(frames).toHaveLength(their.frames); // without being told
      const pixels = frames[frame]?.pixels ?? [];
      const received = pixels.filter((_, i) => (Math.floor(i / 3) - frame) % EVERY === 0);
      const { count, worst } = differences(received, decoded(kept));
      // of zoomBlur sums are float32 there, whole ones here: a mean that is a whole number may be truncated to the one below
      const isRounded = which.perturbation === "zoomBlur";
      expect(worst).toBeLessThanOrEqual(isRounded ? 1 : 0);
      expect(count).toBeLessThanOrEqual(isRounded ? 0.03 * received.length : 0);
    }
  },
);
