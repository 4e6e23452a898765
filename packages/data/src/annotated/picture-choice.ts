/** Which of the pictures that are listed or annotated a source holds. */
export interface PictureChoice {
  /** What becomes of pictures that are listed or annotated but not there. Default "refuse". */
  readonly absent?: "refuse" | "leaveOut";
  /** What becomes of pictures without an object. Default "keep". */
  readonly unannotated?: "keep" | "leaveOut";
}

interface Missing<One> {
  readonly isMissing: (one: One) => boolean;
  /** For the message. */
  readonly shown: (one: One) => string;
  readonly folder: string;
}

/** Those that are there. @throws {RangeError} If one is not and they are not to be left out. */
export function leaveOut<One>(
  caller: string,
  absent: "refuse" | "leaveOut",
  all: readonly One[],
  { isMissing, shown, folder }: Missing<One>,
): One[] {
  const missing = all.filter(isMissing);
  const [first] = missing;
  if (first !== undefined && absent === "refuse") {
    throw new RangeError(
      `${caller}: every picture that is listed must be in images; got ${missing.length} of ${all.length} that are not in "${folder}" (the first is ${shown(first)}). Bring them, or pass absent: "leaveOut".`,
    );
  }
  return first === undefined ? [...all] : all.filter((one) => !isMissing(one));
}
