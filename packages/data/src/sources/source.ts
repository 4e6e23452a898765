import type { Picture } from "@unlabeled/core";
import type { PictureLocation } from "./pictures/picture-location.ts";

/** Pictures in a fixed order, read one by one. */
export interface Source {
  /** Pictures in the source, ≥ 1; whether each can be decoded shows when it is read. */
  readonly length: number;
  /** The class of each picture, ≥ 0; absent where labels were not asked for. */
  readonly labels?: Int32Array;
  /** Names of the classes, where the data has names: label l is `classes[l]`. */
  readonly classes?: readonly string[];
  /** `sha256:…` of what the source holds: changes if a picture is added, removed, renamed or resized. */
  readonly fingerprint: string;
  /** What run.json records of the source: JSON. */
  readonly description: Readonly<Record<string, unknown>>;
  /**
   * The picture's name for people: a path below the folder, `shard.tar/member`, `file#index`.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  key(index: number): string;
  /**
   * Where the picture is; what worker threads read it by.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  locate(index: number): PictureLocation;
  /**
   * Reads and decodes the picture.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   * @throws {Error} If the picture cannot be read or decoded; the message names it and says why.
   */
  read(index: number): Promise<Picture>;
}
