import * as tf from "@tensorflow/tfjs";
import { registerAdd } from "./add.ts";
import { registerBatchNorm } from "./batch-norm.ts";
import { registerBinary } from "./binary.ts";
import { registerCast } from "./cast.ts";
import { registerCompare } from "./compare.ts";
import { registerConvolutions } from "./convolution.ts";
import { registerCopiedFloats } from "./copied-floats.ts";
import { registerDepthwise } from "./depthwise.ts";
import { registerFill } from "./fill.ts";
import { registerLentFloats } from "./lent-floats.ts";
import { registerLinear } from "./linear.ts";
import { registerMatMul } from "./mat-mul.ts";
import { registerMoves } from "./moves.ts";
import { registerPooling } from "./pooling.ts";
import { registerReductions } from "./reductions.ts";
import { registerResizeGradients } from "./resize-gradients.ts";
import { registerScaleChannels } from "./scale-channels.ts";
import { registerSoftmax } from "./softmax.ts";
import { registerSoftmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { registerUnary } from "./unary.ts";
import { registerUpdates } from "./updates.ts";

/** Every kernel of tfjs's cpu backend, and ours in place of those that training is made of. */
export function registerKernels(): void {
  for (const kernel of tf.getKernelsForBackend("cpu")) {
    tf.registerKernel({ ...kernel, backendName: "native" });
  }
  registerConvolutions();
  registerDepthwise();
  registerPooling();
  registerScaleChannels();
  registerMatMul();
  registerLinear();
  registerBatchNorm();
  registerAdd();
  registerBinary();
  registerUnary();
  registerCast();
  registerFill();
  registerCopiedFloats();
  registerLentFloats();
  registerCompare();
  registerReductions();
  registerSoftmax();
  registerSoftmaxCrossEntropy();
  registerResizeGradients();
  registerMoves();
  registerUpdates();
}
