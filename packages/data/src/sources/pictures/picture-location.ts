/**
 * Where one picture's bytes are: plain data, so that any thread can read the picture.
 *
 * - `file`: an encoded picture (JPEG, PNG, …), a whole file or `length` bytes of it from `offset`.
 * - `pixels`: a decoded picture in shared memory, interleaved bytes from `offset`; one channel is grey.
 * - `raw`: a decoded picture in a file, interleaved bytes from `offset`; one channel is grey.
 * - `unreadable`: a picture of which it is known already that it cannot be read, and why.
 */
export type PictureLocation =
  | FileLocation
  | {
      readonly kind: "pixels";
      readonly memory: SharedArrayBuffer;
      /** Bytes. */
      readonly offset: number;
      readonly width: number;
      readonly height: number;
      readonly channels: 1 | 3;
    }
  | RawLocation
  | { readonly kind: "unreadable"; readonly reason: string };

/** An encoded picture in a file. */
export interface FileLocation {
  readonly kind: "file";
  readonly path: string;
  /** The path where it is no UTF-8 text; goes before `path`. */
  readonly pathBytes?: Uint8Array;
  /** Bytes. Default 0. */
  readonly offset?: number;
  /** Bytes. Default: to the end of the file. */
  readonly length?: number;
  /** Whether the file was there when the source was opened: if its folder is gone later, so is the disk. */
  readonly listed?: boolean;
  /** What the file's size, in bytes, and time of change, in ms since 1970, must still be. */
  readonly state?: { readonly size: number; readonly modified: number };
}

/** A decoded picture in a file. */
export interface RawLocation {
  readonly kind: "raw";
  readonly path: string;
  /** Bytes. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}
