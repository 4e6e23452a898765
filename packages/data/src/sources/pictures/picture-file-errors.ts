const PASSING = ["EAGAIN", "EBUSY", "EINTR", "EMFILE", "ENFILE", "ESTALE", "ETIMEDOUT"];

/** The system's code (ENOENT, EIO, …) if it was the file system that refused; else undefined. */
export function fileErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether an error of the file system may be gone a moment later. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(fileErrorCode(error) ?? "");
}
