import { UserError } from "../user-error.ts";

/**
 * @param what - What the pictures are called, and where they lie: "labelled pictures".
 * @throws {UserError} If there are fewer pictures than one step needs.
 */
export function checkBatchSize(
  batchSize: number,
  length: number,
  what: string,
  where?: string,
): void {
  if (batchSize <= length) return;
  const place = where === undefined ? "" : ` in ${where}`;
  throw new UserError(
    `--batch-size must be at most the number of ${what}, ${length}${place}; got ${batchSize}. Make it smaller, or bring more pictures.`,
  );
}
