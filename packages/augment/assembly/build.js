// Compiles assembly/*.ts to the module that src/kernel/kernel-binary.ts holds: node assembly/build.js
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileAssembly } from "@repo/assembly";

/** The compiled module, base64. */
export function compile() {
  const folder = new URL("./", import.meta.url);
  return compileAssembly({ folder, features: ["simd"], options: ["--maximumMemory", "65536"] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    new URL("../src/kernel/kernel-binary.ts", import.meta.url),
    `// Made of assembly/ by \`node assembly/build.js\`; a test compares the two.

export const KERNEL_BASE64 =
  "${await compile()}";
`,
  );
}
