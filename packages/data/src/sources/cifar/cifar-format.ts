import { basename } from "node:path";

/** What a record of a CIFAR binary file begins with, before its 3072 bytes of pixels. */
export interface CifarFormat {
  readonly name: "CIFAR-10" | "CIFAR-100";
  /** Classes that each label byte counts: those of CIFAR-100 are its coarse, then its fine label. */
  readonly classes: readonly number[];
  /** Bytes of a record. */
  readonly record: number;
}

/** Bytes of a picture: 32 x 32 of red, then of green, then of blue. */
export const CIFAR_PIXELS = 3072;

const CIFAR_10: CifarFormat = { name: "CIFAR-10", classes: [10], record: 1 + CIFAR_PIXELS };
const CIFAR_100: CifarFormat = { name: "CIFAR-100", classes: [20, 100], record: 2 + CIFAR_PIXELS };
const BATCH = /^(data_batch_\d+|test_batch)\.bin$/;
const WHOLE = /^(train|test)\.bin$/;

/** Whether a file is named as those of the archives are. */
export function isCifarName(name: string): boolean {
  return BATCH.test(name) || WHOLE.test(name);
}

/** Whether a file is named as the archives' training pictures are. */
export function isCifarTrainingName(name: string): boolean {
  return isCifarName(name) && !name.startsWith("test");
}

/**
 * The format of a file: by its name where it is one of the archives', else by which record fits its size.
 *
 * @throws {RangeError} If the size is no whole number of records, ≥ 1.
 */
export function cifarFormat(path: string, size: number): CifarFormat {
  const name = basename(path);
  const named = BATCH.test(name) ? CIFAR_10 : WHOLE.test(name) ? CIFAR_100 : undefined;
  const formats = (named ? [named] : [CIFAR_10, CIFAR_100]).filter(
    ({ record }) => size > 0 && size % record === 0,
  );
  const [format, other] = formats;
  if (format === undefined) {
    const records = (named ? [named] : [CIFAR_10, CIFAR_100])
      .map((each) => `${each.record} bytes (${each.name})`)
      .join(" or ");
    throw new RangeError(
      `cifarBinary: "${path}" must be whole records of ${records}, one or more; got ${size} bytes.`,
    );
  }
  if (other !== undefined) {
    throw new RangeError(
      `cifarBinary: "${path}" must be CIFAR-10's or CIFAR-100's binary version; got ${size} bytes, which is whole records of both. Name it data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100).`,
    );
  }
  return format;
}
