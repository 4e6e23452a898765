import { dropoutLayer, linearClassifier } from "@unlabeled/backbones";
import { type Backbone, stacked } from "@unlabeled/core";
import { classifierFromLayer, type ImageClassifier } from "@unlabeled/simclr-distill";
import { buildBackbone } from "../assemble/backbone.ts";
import { buildSimclrHead } from "../assemble/method.ts";
import type { ClassifierConfig } from "./classifier-config.ts";

type Parts = Pick<ClassifierConfig, "network" | "head" | "classes" | "seed" | "noise">;

/**
 * The classifier that a configuration describes, with the initial values of its seed.
 *
 * @param backbone - What it stands on. Default: a new one.
 */
export function buildClassifier(
  { network, head, classes, seed, noise }: Parts,
  backbone: Backbone = buildBackbone({ ...network, seed }, noise),
): ImageClassifier {
  if (noise !== undefined) {
    const classifier = linearClassifier({
      inputs: backbone.featureCount,
      classes: classes.length,
    });
    return stacked({ backbone, dropout: dropoutLayer({ rate: noise.dropout }), classifier });
  }
  const projector = head && buildSimclrHead(head.projector, { backbone, seed });
  return classifierFromLayer({
    ...{ backbone, classes: classes.length, layer: head?.layer ?? 0 },
    ...(projector !== undefined && { projector }),
  });
}
