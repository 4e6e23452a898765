import type { Binding } from "../backend/tensorflow-backend.ts";

const NO_MEMORY =
  /OOM when allocating|Resource exhausted|failed to allocate|CUDA_ERROR_OUT_OF_MEMORY/i;

/** A binding whose errors say what to do where memory is short. */
export function withExplainedErrors(binding: Binding, device: string): Binding {
  const executeOp: Binding["executeOp"] = (...call) => {
    try {
      return binding.executeOp(...call);
    } catch (error) {
      const { message } = error as Error;
      if (!NO_MEMORY.test(message)) throw error;
      const [said = message] = message.split("\n").filter((line) => NO_MEMORY.test(line));
      const others =
        device === "cpu" ? "" : ", or free the GPU of other programs (nvidia-smi lists them)";
      throw new Error(
        `tensorflowEngine: ${device} must have memory for ${call[0]}; got: ${said.replace("Message: ", "")}. Take smaller batches${others}.`,
        { cause: error },
      );
    }
  };
  return Object.create(binding, { executeOp: { value: executeOp } }) as Binding;
}
