import { fileURLToPath } from "node:url";

/** Folder of this package's sources. */
export const native = fileURLToPath(new URL("..", import.meta.url));
/** What the package ships; ignored by git. */
export const bin = fileURLToPath(new URL("../../bin/", import.meta.url));
/** Objects, oneDNN and the log; ignored by git. */
export const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));
