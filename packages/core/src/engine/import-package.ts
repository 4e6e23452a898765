/** A package's module, or that it is not there. */
type Imported =
  | { readonly found: true; readonly module: unknown }
  | { readonly found: false; readonly reason: string };

/**
 * Imports a package that this one does not depend on: in Node from where the running program, this
 * package or the working folder can see it, since strict package managers hide from each package what it
 * does not name.
 *
 * @throws What the package throws while it loads.
 */
export async function importPackage(name: string): Promise<Imported> {
  if (!hasNodeModules()) {
    try {
      return {
        found: true,
        module: await import(/* webpackIgnore: true */ /* @vite-ignore */ name),
      };
    } catch (error) {
      return { found: false, reason: `${name} cannot be loaded: ${(error as Error).message}` };
    }
  }
  const { createRequire } = node().getBuiltinModule("node:module");
  const { pathToFileURL } = node().getBuiltinModule("node:url");
  for (const place of places()) {
    const path = attempt(() => createRequire(place).resolve(name));
    if (path === undefined) continue;
    const url = pathToFileURL(path).href;
    return { found: true, module: await import(/* webpackIgnore: true */ /* @vite-ignore */ url) };
  }
  return { found: false, reason: `${name} is not installed` };
}

/**
 * Whether this is Node, or another runtime with its modules. They are had by a function, not by import, so
 * that bundlers for browsers need know nothing of them.
 */
export function hasNodeModules(): boolean {
  return typeof node()?.getBuiltinModule === "function";
}

/** What is used of Node's `process`; packages for browsers, which read these sources, have no types for it. */
interface NodeProcess {
  readonly argv: readonly string[];
  cwd(): string;
  getBuiltinModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name];
}

interface NodeModules {
  "node:fs": { realpathSync(path: string): string };
  "node:module": { createRequire(from: string | URL): { resolve(name: string): string } };
  "node:path": { join(...parts: string[]): string };
  "node:url": { pathToFileURL(path: string): URL };
}

/** Undefined in browsers; asked for only behind `hasNodeModules`. */
function node(): NodeProcess {
  return (globalThis as unknown as { readonly process: NodeProcess }).process;
}

/** Files from whose folders Node is to look upwards. */
function places(): (string | URL)[] {
  const { join } = node().getBuiltinModule("node:path");
  const { realpathSync } = node().getBuiltinModule("node:fs");
  const program = node().argv[1] || undefined; // a link, where package managers make commands so
  const real = program && attempt(() => realpathSync(program));
  const folder = join(node().cwd(), "package.json");
  return [program, real, import.meta.url, folder].filter((place) => place !== undefined);
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
