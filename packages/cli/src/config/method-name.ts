import type { ResolvedConfig } from "./resolved-config.ts";

/** The method as people write it: BYOL, SimCLR, MoCo v2. */
export function methodName(config: ResolvedConfig): string {
  switch (config.method) {
    case "byol":
      return "BYOL";
    case "simclr":
      return "SimCLR";
    case "simclr-v2":
      return "queue" in config ? "SimCLRv2 with a memory" : "SimCLRv2";
    case "moco":
      return `MoCo v${config.mocoVersion}`;
  }
}

/** The method as flags and files have it: byol, moco v2. */
export function methodLabel(config: ResolvedConfig): string {
  return config.method === "moco" ? `moco v${config.mocoVersion}` : config.method;
}

/** Whether views and pixels are those of SimCLR. */
export function isSimclr(method: ResolvedConfig["method"]): method is "simclr" | "simclr-v2" {
  return method === "simclr" || method === "simclr-v2";
}
