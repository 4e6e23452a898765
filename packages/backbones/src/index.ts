export { efficientnet, efficientnetB0 } from "./efficientnet/efficientnet.ts";
export type {
  EfficientnetOptions,
  EfficientnetScale,
} from "./efficientnet/efficientnet-options.ts";
export { type ByolHeadOptions, byolPredictor, byolProjector } from "./heads/byol-heads.ts";
export { dropoutLayer } from "./heads/dropout-layer.ts";
export { type LinearClassifierOptions, linearClassifier } from "./heads/linear-classifier.ts";
export { type SimclrProjectorOptions, simclrProjector } from "./heads/simclr-projector.ts";
export { fromLayersModel } from "./layers-model/from-layers-model.ts";
export { IMAGENET_PIXELS, type PixelStatistics } from "./pixel-statistics.ts";
export { resnet18, resnet34, resnet50, resnet101, resnet152, resnet200 } from "./resnet/depths.ts";
export { resnet } from "./resnet/resnet.ts";
export type { ResnetOptions, ResnetShape } from "./resnet/resnet-options.ts";
