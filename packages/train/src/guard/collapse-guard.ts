import { type Method, randomStream, type Watch } from "@unlabeled/core";
import type { Alarm } from "./alarm.ts";
import { effectiveRank } from "./row-statistics.ts";
import type { Sight } from "./sight.ts";
import { type Evidence, SUSPICIONS } from "./suspicions.ts";

/** Looks at steps, and says when one should stop. */
export interface CollapseGuard {
  /** Whether to look at the step that begins after `step` updates. */
  isDue(step: number): boolean;
  /** Takes what was seen in step `step`; an alarm as soon as there is enough of it. */
  see(step: number, loss: number, sight: Sight): Alarm | undefined;
  /** Whether the last look was suspicious: until that is settled, no state should pass for a good one. */
  readonly suspicious: boolean;
}

const EARLY = 5; // the first updates are where the rate shows
const DENSE = 200;
const MOST_SETTLING = 100; // updates, however long a method's queue is
const UNSETTLED = 10; // looks: who is suspicious for longer without an alarm is sound

/**
 * Watches a method for collapse and for what leads to it, from a look at every tenth of the first 200 updates and every
 * fiftieth after them.
 *
 * @param images - Images that batch statistics are taken over: the batch, or a chunk of it.
 */
export function collapseGuard(
  { name, settings, watch }: Pick<Method, "name" | "settings"> & { readonly watch: Watch },
  { batchSize, images }: { readonly batchSize: number; readonly images: number },
): CollapseGuard {
  let first: Sight | undefined;
  let bestSpread = 0;
  let greatestChange = 0;
  let fullRank = 1;
  let suspiciousLooks = 0;
  const inARow = SUSPICIONS.map(() => 0);
  return {
    isDue: (step) => step < EARLY || step % (step < DENSE ? 10 : 50) === 0,
    get suspicious() {
      return suspiciousLooks > 0 && suspiciousLooks < UNSETTLED;
    },
    see(step, loss, sight) {
      if (first === undefined) {
        first = sight;
        fullRank = rankOfNoise(sight.N, sight.D);
      }
      bestSpread = Math.max(bestSpread, Number.isFinite(sight.spread) ? sight.spread : 0);
      greatestChange = Math.max(greatestChange, Number.isFinite(sight.change) ? sight.change : 0);
      const evidence: Evidence = {
        ...{ sight, first, bestSpread, greatestChange, fullRank, loss, images },
        temperature: typeof settings?.temperature === "number" ? settings.temperature : undefined,
        collapsedLoss: watch.collapsedLoss(batchSize),
        settled: step >= Math.min(watch.settling?.(batchSize) ?? 0, MOST_SETTLING),
      };
      SUSPICIONS.forEach(({ isSeen }, i) => {
        inARow[i] = isSeen(evidence) ? (inARow[i] as number) + 1 : 0;
      });
      suspiciousLooks = inARow.some((looks) => looks > 0) ? suspiciousLooks + 1 : 0;
      const found = SUSPICIONS.find(({ looks }, i) => (inARow[i] as number) >= looks);
      if (found === undefined) return undefined;
      const message = `${name} does not learn at step ${step}: ${found.says(evidence)}.`;
      return { step, cause: found.cause, message };
    },
  };
}

/** What rows without any structure have. */
function rankOfNoise(N: number, D: number): number {
  const random = randomStream({ seed: 0, purpose: "rank of noise" });
  const values = Float32Array.from({ length: N * D }, () => random.normal());
  return effectiveRank({ values, N, D });
}
