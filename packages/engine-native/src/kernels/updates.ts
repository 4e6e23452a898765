import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

type Inputs = Record<string, tf.TensorInfo>;

interface SgdAttributes {
  learningRate: number;
  momentum: number;
  nesterov: boolean;
  weightDecays: number[];
}

interface LarsAttributes {
  learningRate: number;
  momentum: number;
  trustCoefficient: number;
  weightDecays: number[];
  adapted: number[];
  rateInBuffer: boolean;
}

interface AdamAttributes {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecays: number[];
  decoupled: boolean;
}

/** The updates of `@unlabeled/core` over all parameters at once, in place where nobody else holds the old values. */
export function registerUpdates(): void {
  replaceKernel("SgdUpdate", (inputs: Inputs, attributes: SgdAttributes, backend) => {
    const { learningRate, momentum, nesterov, weightDecays } = attributes;
    const [w, m] = [updated(backend, inputs, "w"), updated(backend, inputs, "m")];
    const g = floats(backend, inputs, "g");
    const decays = Float32Array.from(weightDecays);
    const { addon } = backend;
    addon.sgdUpdate(w.old, g, m.old, w.new, m.new, decays, learningRate, momentum, nesterov);
    return [...w.tensors, ...m.tensors];
  });

  replaceKernel("LarsUpdate", (inputs: Inputs, attributes: LarsAttributes, backend) => {
    const { learningRate, momentum, trustCoefficient, rateInBuffer } = attributes;
    const [w, m] = [updated(backend, inputs, "w"), updated(backend, inputs, "m")];
    const g = floats(backend, inputs, "g");
    const decays = Float32Array.from(attributes.weightDecays);
    const adapted = Float32Array.from(attributes.adapted);
    const numbers = [learningRate, momentum, trustCoefficient] as const;
    const { addon } = backend;
    addon.larsUpdate(w.old, g, m.old, w.new, m.new, decays, adapted, ...numbers, rateInBuffer);
    return [...w.tensors, ...m.tensors];
  });

  replaceKernel("AdamUpdate", (inputs: Inputs, attributes: AdamAttributes, backend) => {
    const { learningRate, beta1, beta2, epsilon, weightDecays, decoupled } = attributes;
    const [w, m, v] = ["w", "m", "v"].map((prefix) => updated(backend, inputs, prefix)) as [
      Updated,
      Updated,
      Updated,
    ];
    const g = floats(backend, inputs, "g");
    const steps = backend.readSync((inputs.step0 as tf.TensorInfo).dataId) as Int32Array;
    const step = (steps[0] as number) + 1;
    const decays = Float32Array.from(weightDecays);
    const numbers = [step, learningRate, beta1, beta2, epsilon] as const;
    const [old, made] = [[w.old, g, m.old, v.old] as const, [w.new, m.new, v.new] as const];
    backend.addon.adamUpdate(...old, ...made, decays, ...numbers, decoupled);
    const stepTensor = backend.makeTensorInfo([], "int32", Int32Array.of(step));
    return [...w.tensors, ...m.tensors, ...v.tensors, stepTensor];
  });

  replaceKernel("EmaUpdate", (inputs: Inputs, { momentum }: { momentum: number }, backend) => {
    const target = updated(backend, inputs, "t");
    backend.addon.emaUpdate(target.old, floats(backend, inputs, "o"), target.new, momentum);
    return target.tensors;
  });
}

/** The inputs `<prefix>0`, `<prefix>1`, …. */
function group(inputs: Inputs, prefix: string): tf.TensorInfo[] {
  const tensors: tf.TensorInfo[] = [];
  for (let i = 0; ; i++) {
    const tensor = inputs[`${prefix}${i}`];
    if (tensor === undefined) return tensors;
    tensors.push(tensor);
  }
}

function floats(backend: NativeBackend, inputs: Inputs, prefix: string): Float32Array[] {
  return group(inputs, prefix).map((tensor) => backend.floats(tensor));
}

interface Updated {
  old: Float32Array[];
  new: Float32Array[];
  tensors: tf.TensorInfo[];
}

function updated(backend: NativeBackend, inputs: Inputs, prefix: string): Updated {
  const old = group(inputs, prefix);
  const made = old.map((tensor) => backend.makeUpdated(tensor));
  return {
    old: old.map((tensor) => backend.floats(tensor)),
    new: made.map(({ elements }) => elements),
    tensors: made.map(({ tensor }) => tensor),
  };
}
