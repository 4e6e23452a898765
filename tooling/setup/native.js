// `npm run native`: installs what is missing, then builds the native engine and says how that went.

import { buildNative } from "./native-engine.js";
import { install } from "./prepare.js";

install();
process.exitCode = buildNative() ? 0 : 2;
