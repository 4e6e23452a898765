import { homedir } from "node:os";
import { join } from "node:path";

/** Where TensorFlow and its bindings are kept: `$XDG_CACHE_HOME/unlabeled/tensorflow`. */
export function cacheFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "unlabeled", "tensorflow");
}
