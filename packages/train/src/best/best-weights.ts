import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Network,
  restoreVariables,
  type SafetensorsFile,
  type StoredTensors,
  variableTensors,
} from "@unlabeled/core";
import type { Report } from "../report.ts";
import { writeWhole } from "../run/write-whole.ts";

export interface BestWeightsOptions {
  /** The measure of a report that is to be great: "probe/accuracy". */
  readonly measure: string;
  /** Updates without a better value after which it is enough; an integer ≥ 1. Default: never. */
  readonly patienceSteps?: number;
}

/** The weights with which a measure was best so far, in a run's folder. */
export interface BestWeights {
  /** Where and how good it was; undefined before the first report that has the measure. */
  readonly best: { readonly step: number; readonly value: number } | undefined;
  /**
   * Takes a report of the loop, while the network is as that step left it.
   *
   * @returns Whether it is enough: the measure has not been better for `patienceSteps` updates.
   */
  see(report: Pick<Report, "step" | "measures">): Promise<boolean>;
  /** Gives the network the best weights; it stays as it is where there are none. */
  restore(): Promise<void>;
}

const FILE = "best.safetensors";

/**
 * Early stopping: keeps a network's weights from when a measure was best, as `best.safetensors` in the run's folder, so
 * that a resumed run ends with the same ones.
 *
 * Of equal values the first is kept. A value that is not a number is none.
 *
 * @param folder - The run's.
 * @param network - Whose parameters and running statistics are kept.
 * @throws {RangeError} If patienceSteps is less than 1, or the file is damaged or of another measure.
 *
 * @see Prechelt, Early Stopping - But When?, 1998
 *
 * @example
 * const weights = await bestWeights("runs/first", network, { measure: "probe/accuracy", patienceSteps: 500 });
 * for await (const report of train(method, batches, { ...options, run: "runs/first", probe })) {
 *   if (await weights.see(report)) break;
 * }
 * await weights.restore();
 */
export async function bestWeights(
  folder: string,
  network: Pick<Network, "parameters" | "statistics">,
  { measure, patienceSteps = Number.POSITIVE_INFINITY }: BestWeightsOptions,
): Promise<BestWeights> {
  if (!(patienceSteps >= 1)) {
    throw new RangeError(`bestWeights: patienceSteps must be at least 1; got ${patienceSteps}.`);
  }
  const file = join(folder, FILE);
  const variables = [...network.parameters, ...network.statistics];
  let best: { step: number; value: number } | undefined = (await stored(file, measure))?.best;
  return {
    get best() {
      return best;
    },
    async see({ step, measures }) {
      const value = measures[measure];
      if (value === undefined || Number.isNaN(value)) return false;
      // what a resumed run does again is in the file already
      if (best !== undefined && step <= best.step) return false;
      if (best === undefined || value > best.value) {
        best = { step, value };
        const texts = { measure, step: `${step}`, value: `${value}` };
        await writeWhole(file, encodeSafetensors(await variableTensors(variables), texts));
        return false;
      }
      return step - best.step >= patienceSteps;
    },
    async restore() {
      const found = await stored(file, measure);
      if (found !== undefined) restoreVariables(variables, found.tensors);
    },
  };
}

function decoded(file: string, bytes: Uint8Array): SafetensorsFile {
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw new RangeError(
      `bestWeights: ${file} cannot be read (${(cause as Error).message}). Take it away to begin anew.`,
      { cause },
    );
  }
}

interface Stored {
  readonly best: { readonly step: number; readonly value: number };
  readonly tensors: StoredTensors;
}

async function stored(file: string, measure: string): Promise<Stored | undefined> {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = decoded(file, await readFile(file));
  const [step, value] = [Number(metadata?.step), Number(metadata?.value)];
  if (metadata?.measure !== measure || !Number.isInteger(step) || Number.isNaN(value)) {
    throw new RangeError(
      `bestWeights: ${file} must have the best weights by ${measure}; got those by ${metadata?.measure ?? "nothing that is named"}. Take it away, or name that measure.`,
    );
  }
  return { best: { step, value }, tensors };
}
