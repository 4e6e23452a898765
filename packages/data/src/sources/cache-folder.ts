import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** `$XDG_CACHE_HOME/unlabeled/NAME`, by default in `~/.cache`; a relative one is passed over, as XDG says. */
export function cacheFolder(name: string): string {
  const home = process.env.XDG_CACHE_HOME ?? "";
  return join(isAbsolute(home) ? home : join(homedir(), ".cache"), "unlabeled", name);
}
