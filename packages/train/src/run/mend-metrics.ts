import { copyFile, readFile } from "node:fs/promises";
import { writeWhole } from "./write-whole.ts";

/**
 * Takes lines that are no reports out of the part of a metrics.jsonl that a resumed run keeps.
 *
 * What was there before stays beside it, as `….damaged`. What follows the last line to keep is left as it is.
 *
 * @param step - The step that the run goes on from: lines up to its own are kept.
 * @returns What to tell of damage and of reports that are missing at the end; undefined if there is nothing to tell, or
 *   nothing new.
 */
export async function mendMetrics(path: string, step: number): Promise<string | undefined> {
  const lines = (await readFile(path, "utf8").catch(missingIsEmpty)).split("\n").slice(0, -1);
  const kept: { readonly place: number; readonly line: string }[] = [];
  const missing: number[] = [];
  let last = 0; // the step of the last line to keep
  let bad = 0;
  for (const [place, line] of lines.entries()) {
    const found = stepOf(line);
    if (found === undefined || found <= last) {
      bad += 1;
    } else if (found <= step) {
      kept.push({ place, line });
      for (let lost = last + 1; lost < found; lost++) missing.push(lost);
      last = found;
    }
  }
  const isMixed = kept.some(({ place }, i) => place !== i);
  const isShort = last < step;
  const isDamaged = isMixed || (isShort && bad > 0);
  if (!isDamaged && !isShort) return undefined;
  for (let lost = last + 1; lost <= step; lost++) missing.push(lost);
  if (isDamaged) await copyFile(path, `${path}.damaged`);
  if (isMixed) await writeWhole(path, kept.map(({ line }) => `${line}\n`).join(""));
  const lacks = missing.length > 0 ? [`lacks the reports of ${spans(missing)}`] : [];
  const before = isDamaged ? [`was damaged, and is kept as ${path}.damaged`] : [];
  return `${path} ${[...before, ...lacks].join("; it ")}`;
}

function stepOf(line: string): number | undefined {
  try {
    const step: unknown = JSON.parse(line)?.step;
    return Number.isInteger(step) ? (step as number) : undefined;
  } catch {
    return undefined;
  }
}

/** "step 3", "steps 3 to 5, 8". */
function spans(steps: readonly number[]): string {
  const texts: string[] = [];
  let first = steps[0] as number;
  for (const [i, step] of steps.entries()) {
    if (steps[i + 1] === step + 1) continue;
    texts.push(first === step ? `${first}` : `${first} to ${step}`);
    first = steps[i + 1] ?? Number.NaN;
  }
  return `step${steps.length === 1 ? "" : "s"} ${texts.join(", ")}`;
}

function missingIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}
