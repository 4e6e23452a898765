import type { Attributes } from "./run-operation.ts";
import type { TensorflowBackend } from "./tensorflow-backend.ts";

/** Under which TensorFlow registers its oneDNN kernels. */
const LABEL = { _kernel: "MklNameChangeOp" };

/**
 * An operation as TensorFlow's oneDNN kernel on CPUs, or as it is elsewhere.
 *
 * TensorFlow takes these kernels by itself where it finds certain instructions, not on all processors on which they are
 * faster, and where told to by TF_ENABLE_ONEDNN_OPTS it prints a line about it. Called by their own names they are there
 * on every x86-64 processor.
 */
export function withOneDnn(
  { oneDnn }: TensorflowBackend,
  name: string,
  attributes: Attributes,
): [name: string, attributes: Attributes] {
  if (!oneDnn) return [name, attributes];
  const known = name.startsWith("BatchMatMul") ? `_Mkl${name}` : `_MklNative${name}`;
  return [known, { ...attributes, ...LABEL }];
}
