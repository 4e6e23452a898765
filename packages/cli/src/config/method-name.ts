import type { ResolvedConfig } from "./resolved-config.ts";

/** The method as people write it: BYOL, SimCLR, MoCo v2. */
export function methodName(config: ResolvedConfig): string {
  switch (config.method) {
    case "byol":
      return "BYOL";
    case "simclr":
      return "SimCLR";
    case "moco":
      return `MoCo v${config.mocoVersion}`;
  }
}
