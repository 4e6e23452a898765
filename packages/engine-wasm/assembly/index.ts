export { normApply, normMoments, normSums } from "./batch-norm";
export { normGradientApply, normGradientMoments, normGradientSums } from "./batch-norm-gradient";
export { convolve, packWeights } from "./convolution";
export { depthwiseInputGradient, depthwiseWeightGradient } from "./depthwise";
export { add, addGroups } from "./element-wise";
export { maxPoolGradient } from "./max-pool";
export { addParts, weightGradient } from "./weight-gradient";
