import { readFileSync } from "node:fs";
import asc from "assemblyscript/asc";

export async function compileAssembly({ folder, features, options = [], instead = {} }) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["-O3", "--noAssert", "--runtime", "stub"],
      ...features.flatMap((feature) => ["--enable", feature]),
      ...["--use", "abort=", "--outFile", "module.wasm"],
      ...options,
    ],
    {
      readFile: (name) => readSource(new URL(instead[name] ?? name, folder)),
      writeFile: (_name, content) => {
        binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

/** asc asks for files that may not exist, and takes null for an answer. */
function readSource(url) {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return null;
  }
}
