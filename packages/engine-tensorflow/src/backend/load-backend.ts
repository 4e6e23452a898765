import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { withExplainedErrors } from "../binding/explained-errors.ts";
import type { FoundBinding } from "../binding/find-binding.ts";
import { mendUtil } from "../binding/mend-util.ts";
import { registerKernels } from "../kernels/register-kernels.ts";
import { TRIED_VERSIONS } from "../tried-versions.ts";
import type { Binding, TensorflowBackend } from "./tensorflow-backend.ts";

type BackendClass = new (binding: Binding, name: string) => TensorflowBackend;

/**
 * Loads TensorFlow, registers tfjs-node's backend on it, and makes that whole. tfjs-node's own entry is not loaded: it
 * looks for its binding in node_modules.
 *
 * @throws {Error} Where the binding does not load.
 */
export function loadBackend(found: FoundBinding, device: string): TensorflowBackend {
  const { file, tfjsNode } = found;
  mendUtil();
  const requireThere = createRequire(join(tfjsNode.folder, "package.json"));
  const known = "tensorflow" in registeredBackends();
  const backend = known
    ? (tf.findBackend("tensorflow") as unknown as TensorflowBackend) // the program has imported tfjs-node
    : newBackend(requireThere, file, tfjsNode.name, device);
  const { TF_Version } = backend.binding;
  const tried = TRIED_VERSIONS.some(({ version }) => version === TF_Version);
  Object.assign(backend, { oneDnn: tried && !backend.binding.isUsingGpuDevice() });
  if (!known) tf.registerBackend("tensorflow", () => backend as tf.KernelBackend, 3);
  registerKernels();
  return backend;
}

function newBackend(
  requireThere: NodeJS.Require,
  file: string,
  name: string,
  device: string,
): TensorflowBackend {
  const binding = requireThere(file) as Binding;
  requireThere("./dist/register_all_kernels.js");
  const { NodeJSKernelBackend } = requireThere("./dist/nodejs_kernel_backend.js") as {
    NodeJSKernelBackend: BackendClass;
  };
  return new NodeJSKernelBackend(withExplainedErrors(binding, device), name);
}

function registeredBackends(): object {
  const { registryFactory } = tf.engine() as unknown as { registryFactory: object };
  return registryFactory;
}
