// Compiles assembly/*.ts to the modules that src/threads/kernels-binary.ts holds: node assembly/build.js
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileAssembly } from "@repo/assembly";

/** The compiled module, base64; with relaxed SIMD, multiplications and additions are one instruction. */
export function compile({ relaxed }) {
  return compileAssembly({
    folder: new URL("./", import.meta.url),
    features: relaxed ? ["simd", "relaxed-simd"] : ["simd"],
    options: ["--importMemory"],
    instead: relaxed ? { "multiply-add.ts": "multiply-add-relaxed.ts" } : {},
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [plain, relaxed] = [await compile({ relaxed: false }), await compile({ relaxed: true })];
  writeFileSync(
    new URL("../src/threads/kernels-binary.ts", import.meta.url),
    `// Made of assembly/ by \`node assembly/build.js\`; a test compares the two.

export const KERNELS_BASE64 =
  "${plain}";

export const RELAXED_KERNELS_BASE64 =
  "${relaxed}";
`,
  );
}
