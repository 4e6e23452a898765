// Compiles assembly/*.ts to the modules that src/threads/kernels-binary.ts holds: node assembly/build.js
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** The compiled module, base64; with relaxed SIMD, multiplications and additions are one instruction. */
export async function compile({ relaxed }) {
  const features = relaxed ? ["simd", "relaxed-simd"] : ["simd"];
  let binary;
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["-O3", "--noAssert", "--runtime", "stub"],
      ...features.flatMap((feature) => ["--enable", feature]),
      ...["--importMemory", "--use", "abort=", "--outFile", "kernels.wasm"],
    ],
    {
      readFile: (name) => readSource(relaxed && name === "multiply-add.ts" ? RELAXED : name),
      writeFile: (_name, content) => {
        binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

const RELAXED = "multiply-add-relaxed.ts";

/** asc asks for files that may not exist, and takes null for an answer. */
function readSource(name) {
  try {
    return readFileSync(new URL(name, import.meta.url), "utf8");
  } catch {
    return null;
  }
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
