// Pictures of something else among those of the classes.

import * as tf from "@tensorflow/tfjs";
import { evaluationView } from "@unlabeled/augment";
import { evaluationBatches, inMemory } from "@unlabeled/data";

/** Both as one source in memory, without labels, all of one size. */
export async function mixed(inside, others, size = 32) {
  const pictures = [];
  for (const source of [inside, others]) {
    const made = evaluationBatches(source, evaluationView({ size }), { batchSize: 250 });
    for await (const { images } of made) {
      const bytes = Uint8Array.from(await images.data(), (x) => Math.round(255 * x));
      tf.dispose(images);
      for (let at = 0; at < bytes.length; at += size * size * 3) {
        pictures.push({
          width: size,
          height: size,
          pixels: bytes.subarray(at, at + size * size * 3),
        });
      }
    }
    await made.close();
  }
  return inMemory(pictures);
}
