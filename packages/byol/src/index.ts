export {
  type Byol,
  type ByolOptions,
  type ByolOutputs,
  type ByolTargets,
  byol,
} from "./byol.ts";
