// Trains a small network on the engine in Chromium: node browser/run.js [path of Chromium]
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "tsup";

const PLACES = [
  process.env.UNLABELED_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium, or undefined. */
export const findChromium = () => PLACES.find((path) => path && existsSync(path));

/** What the page reports, on a page that is cross-origin isolated or not. */
export async function trainInChromium(executablePath, { isolated }) {
  const folder = await mkdtemp(join(tmpdir(), "engine-wasm-"));
  try {
    await bundle(folder);
    const server = await serve(await filesOf(folder), isolated);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${server.address().port}/`);
      return await page.evaluate(() => globalThis.result);
    } finally {
      await browser.close();
      server.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function bundle(folder) {
  return build({
    entry: [fileURLToPath(new URL("page.js", import.meta.url))],
    outDir: folder,
    config: false,
    silent: true,
    format: "esm",
    platform: "browser",
    noExternal: [/.*/],
    outExtension: () => ({ js: ".js" }),
    esbuildOptions: (options) => {
      options.conditions = ["@unlabeled/source", "browser", "module"];
    },
  });
}

async function filesOf(folder) {
  const tfjs = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  const wasm = "tfjs-backend-wasm-simd.wasm";
  const page = `<!doctype html><title>engine-wasm</title><script type="module" src="/page.js"></script>`;
  return {
    "/": ["text/html", page],
    "/page.js": ["text/javascript", await readFile(join(folder, "page.js"))],
    [`/${wasm}`]: ["application/wasm", await readFile(join(tfjs, "..", wasm))],
  };
}

function serve(files, isolated) {
  const isolation = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const server = createServer(({ url }, response) => {
    const [type, content] = files[url] ?? [];
    if (!type) return response.writeHead(404).end();
    return response
      .writeHead(200, { "Content-Type": type, ...(isolated && isolation) })
      .end(content);
  });
  return new Promise((resolve) => server.listen(0, "localhost", () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? findChromium();
  if (!path)
    throw new Error("run: a Chromium must be installed; set UNLABELED_CHROMIUM to its path.");
  for (const isolated of [false, true]) console.log(await trainInChromium(path, { isolated }));
}
