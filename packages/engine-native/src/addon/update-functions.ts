type Floats = Float32Array;

/** Updates of all parameters in one pass; new arrays may be the old ones. */
export interface UpdateFunctions {
  /** `m` and `newM` are empty without momentum. */
  sgdUpdate(
    w: Floats[],
    g: Floats[],
    m: Floats[],
    newW: Floats[],
    newM: Floats[],
    weightDecays: Floats,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
  ): void;
  larsUpdate(
    w: Floats[],
    g: Floats[],
    m: Floats[],
    newW: Floats[],
    newM: Floats[],
    weightDecays: Floats,
    adapted: Floats,
    learningRate: number,
    momentum: number,
    trustCoefficient: number,
    rateInBuffer: boolean,
  ): void;
  /** `step` counts from 1. */
  adamUpdate(
    w: Floats[],
    g: Floats[],
    m: Floats[],
    v: Floats[],
    newW: Floats[],
    newM: Floats[],
    newV: Floats[],
    weightDecays: Floats,
    step: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decoupled: boolean,
  ): void;
  emaUpdate(target: Floats[], online: Floats[], newTarget: Floats[], momentum: number): void;
}
