/** What TensorFlow reads of the environment when it is loaded, unless the user has set it. */
const DEFAULTS = {
  /** What goes wrong comes as an error of JavaScript: nothing is printed. */
  TF_CPP_MIN_LOG_LEVEL: "3",
  /** Else it takes all the memory of a GPU at once, and other programs on it fail. */
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  /** GPUs have the numbers that nvidia-smi gives them, not the fastest the first. */
  CUDA_DEVICE_ORDER: "PCI_BUS_ID",
  /** oneDNN's kernels are called by their own names; switched on, it prints a line about them. */
  TF_ENABLE_ONEDNN_OPTS: "0",
};

/** Sets the environment in which TensorFlow is loaded. */
export function setEnvironment(chosen: Readonly<Record<string, string>>): void {
  Object.assign(process.env, { ...DEFAULTS, ...process.env, ...chosen });
}
