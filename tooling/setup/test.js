// `npm test`: sets up what is missing, then the gate.
import { install } from "./prepare.js";

install();
await import("./check.js");
