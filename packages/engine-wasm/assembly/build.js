// Compiles assembly/*.ts to the module that src/threads/kernels-binary.ts holds: node assembly/build.js
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The compiled module, base64. */
export async function compile() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"],
      ...["--importMemory", "--use", "abort=", "--outFile", "kernels.wasm"],
    ],
    {
      readFile: (name) => {
        try {
          return readFileSync(new URL(name, `file://${here}`), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (_name, content) => {
        binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

/** The file that holds the module. */
export const source = (base64) =>
  `// Made of assembly/ by \`node assembly/build.js\`; a test compares the two.\nexport const KERNELS_BASE64 =\n  "${base64}";\n`;

export const target = fileURLToPath(new URL("../src/threads/kernels-binary.ts", import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, source(await compile()));
