import { ChangedFileError } from "./picture-file-bytes.ts";
import { fileErrorCode } from "./picture-file-errors.ts";

/** Why a picture could not be read: the picture itself, the file system, or a file that was changed. */
export interface ReadFailure {
  readonly reason: string;
  readonly cause: "picture" | "file" | "changed";
}

/** What an error of `readPicture` says. */
export function readFailure(error: unknown): ReadFailure {
  const reason = (error instanceof Error ? error.message : String(error)).trim();
  if (error instanceof ChangedFileError) return { reason, cause: "changed" };
  return { reason, cause: fileErrorCode(error) === undefined ? "picture" : "file" };
}
