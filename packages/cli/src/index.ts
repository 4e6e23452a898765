export {
  type PretrainConfig,
  pretrainConfig,
  pretrainJsonSchema,
} from "./config/pretrain-config.ts";
export { main } from "./main.ts";
