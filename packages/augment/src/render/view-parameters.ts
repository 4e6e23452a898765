import type { Crop } from "../crops/crop.ts";

/** One change of colour and how much of it. */
export interface ColourStep {
  readonly change: "brightness" | "contrast" | "saturation" | "hue";
  /** A factor; for hue in turns; for BYOL's brightness what is added. */
  readonly amount: number;
}

/** All that was drawn for one view: the rest is arithmetic. */
export interface ViewParameters {
  readonly crop: Crop;
  readonly flip: boolean;
  /** In the order of application; empty for no jitter. */
  readonly colours: readonly ColourStep[];
  readonly greyscale: boolean;
  /** Of the blur, pixels; 0 for none. */
  readonly sigma: number;
  readonly solarize: boolean;
}
