export interface AssemblyOptions {
  /** Where index.ts and what it imports lie. */
  folder: URL;
  /** WebAssembly features, as asc names them. */
  features: readonly string[];
  /** More of asc's options. */
  options?: readonly string[];
  /** Files to take instead of others, by their names in the folder. */
  instead?: Readonly<Record<string, string>>;
}
/** The module that a folder of AssemblyScript makes, base64: the same bytes on every machine. */
export function compileAssembly(options: AssemblyOptions): Promise<string>;
