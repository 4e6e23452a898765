const FILE = "tfjs-backend-wasm-simd.wasm";

/**
 * The bytes of tfjs's WebAssembly backend (SIMD, one thread).
 *
 * In Node they come out of the installed package `@tensorflow/tfjs-backend-wasm`. In a browser they
 * are fetched: from `url`, or from beside the module that holds this code.
 *
 * @throws {Error} If the file is not there; says where it was looked for.
 */
export async function tfjsBinary(url?: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url === undefined && typeof process === "object" && process.versions?.node) {
    const { createRequire } = process.getBuiltinModule("node:module");
    const { readFile } = process.getBuiltinModule("node:fs/promises");
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    return new Uint8Array(await readFile(entry.replace(/[^/\\]+$/, FILE)));
  }
  const source = new URL(url ?? FILE, import.meta.url);
  const response = await fetch(source);
  if (!response.ok) {
    throw new Error(
      `wasmEngine: ${source} must be the file ${FILE} of the package @tensorflow/tfjs-backend-wasm; got HTTP status ${response.status}. Serve the file and pass its address as binaryUrl.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}
