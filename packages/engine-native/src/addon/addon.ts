import type { ElementFunctions } from "./element-functions.ts";
import type { ImageFunctions } from "./image-functions.ts";
import type { MoveFunctions } from "./move-functions.ts";
import type { UpdateFunctions } from "./update-functions.ts";

type Floats = Float32Array;
type Halves = Uint16Array;
/** A tensor's elements as kernels take them: float32, or bfloat16 as its 16 bits. */
export type Elements = Floats | Halves;

/** What the machine code exports. Every function checks types and lengths; results go into arrays that are passed in. */
export interface Addon extends ElementFunctions, ImageFunctions, MoveFunctions, UpdateFunctions {
  describe(): Description;
  /** For calls from this JavaScript thread. */
  setThreads(count: number): void;
  /** Memory outside JavaScript's heap, in whole pages. Throws RangeError where there is none. */
  allocate(bytes: number): ArrayBuffer;
  /** Gives the pages back to the system at once; the bytes read as 0 afterwards. */
  release(bytes: Uint8Array): void;

  /** Bytes of the weights as oneDNN wants them, 0 if plain ones will do; reorders them into `to` where it is given. */
  convolutionWeights(
    shape: Int32Array,
    direction: number,
    halves: boolean,
    w?: Floats,
    to?: Uint8Array,
  ): number;
  convolutionForward(
    shape: Int32Array,
    x: Elements,
    weights: Floats | Uint8Array,
    y: Elements,
  ): void;
  convolutionInputGradient(
    shape: Int32Array,
    dy: Elements,
    weights: Floats | Uint8Array,
    dx: Elements,
  ): void;
  convolutionWeightGradient(shape: Int32Array, x: Elements, dy: Elements, dw: Floats): void;
  convolutionImplementation(shape: Int32Array, direction: number, halves: boolean): string;

  matmul(shape: Int32Array, a: Elements, b: Elements, out: Elements, bias?: Floats): void;

  batchNormForward(
    rows: number,
    channels: number,
    epsilon: number,
    activation: number,
    x: Elements,
    scale: Floats,
    offset: Floats,
    residual: Elements | undefined,
    y: Elements,
    mean: Floats,
    variance: Floats,
  ): void;
  batchNormBackward(
    rows: number,
    channels: number,
    epsilon: number,
    activation: number,
    x: Elements,
    dy: Elements,
    dyToo: Elements | undefined,
    scale: Floats,
    offset: Floats | undefined,
    y: Elements | undefined,
    mean: Floats,
    variance: Floats,
    dx: Elements,
    dScale: Floats,
    dOffset: Floats,
    dResidual: Elements | undefined,
  ): void;

  /** Between forms of a tensor: float32 or bfloat16, images side by side in folds of some number. */
  reform(
    from: Elements,
    fromFold: number,
    to: Elements,
    toFold: number,
    images: number,
    channels: number,
  ): void;
  add(a: Elements, b: Elements, out: Elements): void;
}

interface Description {
  /** Version of oneDNN: "3.2.0". */
  readonly oneDnn: string;
  /** Instruction set of this package's own kernels: "sse2", "avx2" or "avx512". */
  readonly kernels: string;
  /** Whether this processor multiplies in bfloat16: AVX512-BF16 or AMX. */
  readonly bfloat16: boolean;
  readonly amx: boolean;
  /** Processors that this process may run on. */
  readonly processors: number;
  /** Threads that OMP_NUM_THREADS or the processors give. */
  readonly threads: number;
}

/** The names of all functions, to know an addon of another version by those that it lacks. */
export const FUNCTIONS: Readonly<Record<keyof Addon, true>> = {
  describe: true,
  setThreads: true,
  allocate: true,
  release: true,
  convolutionWeights: true,
  convolutionForward: true,
  convolutionInputGradient: true,
  convolutionWeightGradient: true,
  convolutionImplementation: true,
  matmul: true,
  batchNormForward: true,
  batchNormBackward: true,
  reform: true,
  add: true,
  depthwise: true,
  depthwiseInputGradient: true,
  depthwiseWeightGradient: true,
  maximumPool: true,
  averagePool: true,
  maximumPoolGradient: true,
  averagePoolGradient: true,
  scaleChannels: true,
  scaleChannelsGradient: true,
  move: true,
  gather: true,
  sgdUpdate: true,
  larsUpdate: true,
  adamUpdate: true,
  emaUpdate: true,
  unary: true,
  binary: true,
  compare: true,
  choose: true,
  cast: true,
  reduce: true,
  softmax: true,
  softmaxCrossEntropy: true,
};
