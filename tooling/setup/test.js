// `npm test`: sets up what is missing, then the gate.
import { native } from "./native-engine.js";
import { install } from "./prepare.js";

install();
native();
await import("./check.js");
