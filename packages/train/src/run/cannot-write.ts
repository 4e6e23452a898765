/** The error for a file of a run that the system would not write, with what to do. */
export function cannotWrite(path: string, cause: Error): Error {
  return new Error(
    `train: ${path} must be written for the run to go on; got ${cause.message}. ` +
      "Checkpoints written before are whole: make room or mend what is wrong, then resume.",
    { cause },
  );
}
