import { registerGather } from "./gather.ts";
import { registerJoins } from "./joins.ts";
import { registerPad } from "./pad.ts";
import { registerSlices } from "./slices.ts";
import { registerSplits } from "./splits.ts";
import { registerTile } from "./tile.ts";
import { registerTranspose } from "./transpose.ts";

/** What only moves elements, of any type but strings and complex numbers, in the form that they have. */
export function registerMoves(): void {
  registerTranspose();
  registerSlices();
  registerSplits();
  registerJoins();
  registerPad();
  registerTile();
  registerGather();
}
