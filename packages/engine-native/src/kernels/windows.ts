import type * as tf from "@tensorflow/tfjs";

/** Windows over images as the addon reads them: `Windows` in `native/kernels/kernels.h`. */
export function windowsOf(info: tf.backend_util.Conv2DInfo): Int32Array {
  return Int32Array.of(
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outHeight, info.outWidth, info.filterHeight, info.filterWidth],
    ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
    ...[info.padInfo.top, info.padInfo.left],
  );
}
