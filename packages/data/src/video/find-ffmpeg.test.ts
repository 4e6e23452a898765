import { chmodSync } from "node:fs";
import { join } from "node:path";
import { path as packaged } from "@ffmpeg-installer/ffmpeg";
import { afterEach, expect, test, vi } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { findFfmpeg } from "./find-ffmpeg.ts";

const home = process.cwd();
afterEach(() => {
  vi.unstubAllEnvs();
  process.chdir(home);
});

/** A folder with a program in it that says what it is asked to; it runs on systems with /bin/sh. */
function programs(name: string, says: string): string {
  const root = folder({ [name]: `#!/bin/sh\necho ${says}\n` });
  chmodSync(join(root, name), 0o755);
  return root;
}

test.skipIf(process.platform === "win32")("FFMPEG_PATH goes before PATH", async () => {
  const path = join(programs("mine", "ffmpeg version 9"), "mine");
  vi.stubEnv("FFMPEG_PATH", undefined);
  vi.stubEnv("PATH", programs("ffmpeg", "ffmpeg version 8"));
  expect(await findFfmpeg("test")).toBe("ffmpeg");
  vi.stubEnv("FFMPEG_PATH", path);
  expect(await findFfmpeg("test")).toBe(path);
});

test("an npm package's program is taken where PATH has none", async () => {
  vi.stubEnv("FFMPEG_PATH", "");
  vi.stubEnv("PATH", folder({}));
  expect(await findFfmpeg("test")).toBe(packaged);
});

test.skipIf(process.platform === "win32")(
  "the packages of the folder that a program runs in go before this one's",
  async () => {
    vi.stubEnv("FFMPEG_PATH", "");
    vi.stubEnv("PATH", folder({}));
    const own = join(programs("own", "ffmpeg version 7"), "own");
    const project = folder({
      "node_modules/ffmpeg-static/package.json": '{ "main": "index.js" }',
      "node_modules/ffmpeg-static/index.js": `module.exports = ${JSON.stringify(own)};`,
    });
    process.chdir(project);
    expect(await findFfmpeg("test")).toBe(own);
  },
);

test("says what FFMPEG_PATH names that does not run", async () => {
  vi.stubEnv("FFMPEG_PATH", "/nowhere/ffmpeg");
  await expect(findFfmpeg("test")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: test: FFMPEG_PATH must name the program ffmpeg; got "/nowhere/ffmpeg", which does not run: spawn /nowhere/ffmpeg ENOENT.]`,
  );
});

test("says what to install where there is none", async () => {
  vi.stubEnv("FFMPEG_PATH", undefined);
  vi.stubEnv("PATH", folder({}));
  await expect(findFfmpeg("test", [])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: test: the program ffmpeg must be there to decode video; got none on PATH, and neither npm package ffmpeg-static nor @ffmpeg-installer/ffmpeg. Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg, or npm install ffmpeg-static), or name it in FFMPEG_PATH.]`,
  );
});
