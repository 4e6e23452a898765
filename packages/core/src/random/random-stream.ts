/** What a stream of random numbers is for: all that its numbers depend on. */
export interface StreamKey {
  /** The run's seed, an integer in [0, 2^32). */
  readonly seed: number;
  /** What the numbers decide ("order", "view", "initial/stage0/conv/kernel"): separates uses of one seed. */
  readonly purpose: string;
  /** From 0. Default 0. */
  readonly epoch?: number;
  /** From 0. Default 0. */
  readonly sample?: number;
  /** From 0. Default 0. */
  readonly view?: number;
}

/** Random numbers in a fixed sequence. Made anew where it is needed: there is no position to save. */
export interface RandomStream {
  /** Uniform integer in [0, 2^32). */
  uint32(): number;
  /** Uniform in [low, high), from 32 random bits. Default [0, 1). */
  uniform(low?: number, high?: number): number;
  /** Uniform integer in [0, bound), without modulo bias. */
  integer(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
}
