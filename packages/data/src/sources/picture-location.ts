/**
 * Where one picture's bytes are: plain data, so that any thread can read the picture.
 *
 * - `file`: an encoded picture (JPEG, PNG, …), a whole file or `length` bytes of it from `offset`.
 * - `pixels`: a decoded picture in shared memory, interleaved bytes from `offset`; one channel is grey.
 */
export type PictureLocation =
  | {
      readonly kind: "file";
      readonly path: string;
      /** Bytes. Default 0. */
      readonly offset?: number;
      /** Bytes. Default: to the end of the file. */
      readonly length?: number;
    }
  | {
      readonly kind: "pixels";
      readonly memory: SharedArrayBuffer;
      /** Bytes. */
      readonly offset: number;
      readonly width: number;
      readonly height: number;
      readonly channels: 1 | 3;
    };
