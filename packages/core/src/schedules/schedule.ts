import type { Progress } from "../methods/method.ts";

/** A number that changes over a run: a learning rate, a momentum. Pure. */
export type Schedule = (progress: Progress) => number;
