import type { Checkpoint } from "./checkpoint.ts";
import { checkpointFiles } from "./checkpoint-files.ts";
import { decodeCheckpoint } from "./decode-checkpoint.ts";
import { readWhole } from "./read-whole.ts";

/** A file among a run's checkpoints that it cannot go on from. */
export interface RefusedFile {
  readonly path: string;
  /** "refused": whole, but of another run or step. */
  readonly fault: "damaged" | "refused";
  readonly reason: string;
}

/** Where a run can go on. */
export interface NewestWhole {
  /** The newest that is whole and the run's own; none if there is none. */
  readonly checkpoint?: Checkpoint;
  /** Those that are newer by their names. */
  readonly refused: readonly RefusedFile[];
}

/**
 * Looks for a run's newest checkpoint that it can go on from.
 *
 * @param id - The run's; undefined where run.json cannot tell: then the newest whole checkpoint is its own.
 */
export async function newestWhole(run: string, id: string | undefined): Promise<NewestWhole> {
  const refused: RefusedFile[] = [];
  for (const { step, path } of await checkpointFiles(run)) {
    const checkpoint = await read(path);
    if (typeof checkpoint === "string") {
      refused.push({ path, fault: "damaged", reason: checkpoint });
    } else if (id !== undefined && checkpoint.record.id !== id) {
      const reason = `it is of another run, ${checkpoint.record.id}; this one is ${id}`;
      refused.push({ path, fault: "refused", reason });
    } else if (checkpoint.step !== step) {
      refused.push({ path, fault: "refused", reason: `it is of step ${checkpoint.step}` });
    } else {
      return { checkpoint: { path, ...checkpoint }, refused };
    }
  }
  return { refused };
}

async function read(path: string): Promise<Omit<Checkpoint, "path"> | string> {
  try {
    return decodeCheckpoint(await readWhole(path));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "EIO" || code === "EISDIR") return `it cannot be read: ${message}`; // the disk's fault, or no file
    throw new Error(`train: ${path} must be readable; got ${message}.`, { cause });
  }
}
