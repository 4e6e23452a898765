export { type Simclr, type SimclrOptions, type SimclrOutputs, simclr } from "./simclr.ts";
