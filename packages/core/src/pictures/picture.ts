/** A decoded picture: interleaved red, green and blue bytes, row by row from the top, `[H, W, 3]`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** Which view of which sample is drawn: all that randomness may depend on. */
export interface ViewKey {
  /** The run's seed, an integer in [0, 2^32). */
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** Position of the picture in its source, from 0. */
  readonly sample: number;
  /** From 0. */
  readonly view: number;
}

/** Pixels. */
export interface ViewSize {
  readonly height: number;
  readonly width: number;
}

/** From a picture to its views: a pure function of the picture and the key. */
export interface ViewPipeline<Count extends number = number> {
  /**
   * The pipeline as data, for run.json and for worker threads, which rebuild it by
   * `(await import(url))[factory](options)`.
   */
  readonly recipe: {
    /** The module's own `import.meta.url`. */
    readonly url: string;
    readonly factory: string;
    /** JSON. */
    readonly options: unknown;
  };
  /** Views a picture. */
  readonly count: Count;
  /** Height and width of every view, pixels; of the first one where there are `sizes`. */
  readonly height: number;
  readonly width: number;
  /** Height and width of each view, where they are not all alike. */
  readonly sizes?: readonly ViewSize[];
  /**
   * By what whole number, ≥ 1, a picture of that size may be reduced while it is decoded, both sides alike, without a view
   * that would then be enlarged: decoders of JPEG reduce by 2, 4 or 8 and are faster for it. Depends on the size alone. Default: 1.
   */
  reducible?(size: { readonly width: number; readonly height: number }): number;
  /** Writes view `key.view` of the picture, `[height, width, 3]` of its size, float32 in [0, 1], into `into`. */
  render(picture: Picture, key: ViewKey, into: Float32Array): void;
}

/** The size of each of a pipeline's views. */
export function viewSizes({
  count,
  height,
  width,
  sizes,
}: Pick<ViewPipeline, "count" | "height" | "width" | "sizes">): readonly ViewSize[] {
  return sizes ?? Array.from({ length: count }, () => ({ height, width }));
}
