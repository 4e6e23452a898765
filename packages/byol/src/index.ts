export type { Branch } from "./branch.ts";
export {
  type Byol,
  type ByolOptions,
  type ByolOutputs,
  type ByolTargets,
  byol,
} from "./byol.ts";
