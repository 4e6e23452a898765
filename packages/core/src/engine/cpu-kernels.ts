import * as tf from "@tensorflow/tfjs";

/** What is not a matter of values that can be copied: complex numbers, and drawing on a canvas. */
const NOT_COPIED = new Set(["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real", "Draw"]);

/** What hands its input on: no kernel, and nothing to go wrong. */
const PASSING = new Set(["Identity", "Reshape"]);

/**
 * Registers tfjs's cpu kernel, on copies, for every operation that a backend lacks: for engines, which cover all of
 * tfjs's. Rare operations are meant; this is as slow as the cpu backend.
 *
 * @param backendName - Of a backend whose values can be read at once.
 */
export function registerMissingKernels(backendName: string): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    if (NOT_COPIED.has(kernelName) || tf.getKernel(kernelName, backendName)) continue;
    tf.registerKernel({ kernelName, backendName, kernelFunc: cpuKernel(kernelName) });
  }
}

/**
 * Lets tfjs's cpu kernels take a backend's calls with an empty tensor, which kernels in machine code refuse, or make
 * anything of. To be called when all kernels are registered.
 */
export function runEmptyOnCpu(backendName: string): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    const kernel = tf.getKernel(kernelName, backendName);
    if (!kernel || NOT_COPIED.has(kernelName) || PASSING.has(kernelName)) continue;
    const onCpu = cpuKernel(kernelName);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      ...kernel,
      kernelFunc: (call) => (hasEmpty(call.inputs) ? onCpu(call) : kernel.kernelFunc(call)),
    });
  }
}

function hasEmpty(inputs: tf.NamedTensorInfoMap): boolean {
  for (const name in inputs) {
    const input = inputs[name] as tf.TensorInfo | tf.TensorInfo[] | undefined;
    const all = Array.isArray(input) ? input : [input];
    if (all.some((one) => one?.shape.includes(0))) return true;
  }
  return false;
}

/** tfjs's cpu kernel of an operation as another backend's: it computes on copies of the inputs. */
export function cpuKernel(kernelName: string): tf.KernelFunc {
  const { kernelFunc } = tf.getKernel(kernelName, "cpu");
  return ({ inputs, attrs, backend }) => {
    const theirs = backend as tf.KernelBackend;
    const cpu = tf.engine().findBackend("cpu");
    const copied: tf.TensorInfo[] = [];
    const copy = (one: tf.TensorInfo | undefined) => {
      if (!one) return one;
      const { shape, dtype } = one;
      const dataId = cpu.write(theirs.readSync(one.dataId), shape, dtype);
      copied.push({ dataId, shape, dtype });
      return { dataId, shape, dtype, rank: shape.length }; // some kernels take tensors for granted
    };
    const copies = Object.entries(inputs).map(([name, input]) => {
      const given = input as tf.TensorInfo | tf.TensorInfo[] | undefined;
      return [name, Array.isArray(given) ? given.map(copy) : copy(given)] as const;
    });
    // lists of tensors come as arrays
    const given = Array.isArray(inputs) ? copies.map(([, one]) => one) : Object.fromEntries(copies);
    const result = kernelFunc({
      inputs: given as tf.NamedTensorInfoMap,
      ...(attrs && { attrs }),
      backend: cpu,
    });
    const made = [result].flat();
    const outputs = made.map(({ dataId, shape, dtype }) => ({
      dataId: theirs.write(cpu.readSync(dataId), shape, dtype),
      shape,
      dtype,
    }));
    for (const { dataId } of made) cpu.disposeData(dataId);
    for (const { dataId } of copied) cpu.disposeData(dataId, true);
    return Array.isArray(result) ? outputs : (outputs[0] as tf.TensorInfo);
  };
}
