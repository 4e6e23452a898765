import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { expect, test } from "vitest";
import { workerUrl } from "../../fixtures/epochs.ts";
import { bitPng, pass, reasons } from "../../fixtures/hostile.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { everyFourth } from "../../fixtures/pipelines.ts";
import { evaluationBatches } from "../loading/evaluation-batches.ts";
import { imageFolder } from "./listing/image-folder.ts";

const hostile = fileURLToPath(new URL("../../fixtures/hostile", import.meta.url));
const good = await png([200, 100, 50]);

/** What Pillow decoded: width, height, every fourth pixel. */
const expected: Record<string, { width: number; height: number; every4: string }> = JSON.parse(
  readFileSync(join(hostile, "expected.json"), "utf8"),
);

async function encoded(format: "jpeg" | "png" | "webp"): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const create = { width: 64, height: 64, channels: 3, background: "#888", noise } as const;
  return sharp({ create }).toFormat(format).toBuffer();
}

test("decodes every kind of picture to what Pillow decodes it to", async () => {
  const source = await imageFolder(hostile);
  const { shown, skipped } = await pass(source);
  expect(skipped).toEqual([]);
  const names = readdirSync(hostile).filter((name) => /(jpg|png|gif|webp)$/.test(name));
  expect([...shown.keys()].sort()).toEqual(names.sort());
  for (const name of names) {
    const { width, height, every4 } = expected[name] as (typeof expected)[string];
    const pixels = Buffer.from(every4, "base64");
    const wanted = new Float32Array(192).fill(-1);
    for (let y = 0; y < height / 4; y++) {
      for (let x = 0; x < width / 4; x++) {
        const at = 3 * ((y * width) / 4 + x);
        wanted.set(pixels.subarray(at, at + 3), 3 * (8 * y + x));
      }
    }
    const got = shown.get(name) as Float32Array;
    const furthest = Math.max(...got.map((value, i) => Math.abs(value - Number(wanted[i]))));
    // lossless pictures are equal but for the rounding of alpha; a JPEG's decoders may differ by 1 or 2;
    // Pillow converts CMYK by subtraction, libvips by a printing profile; inverted, it would be off by 150
    const tolerance = name === "cmyk.jpg" ? 64 : name.endsWith(".jpg") ? 2 : 1;
    expect(furthest, name).toBeLessThanOrEqual(tolerance);
  }
});

test.for(["jpeg", "png", "webp"] as const)(
  "skips a %s that is cut short anywhere, and shows one that is not",
  async (format) => {
    const whole = await encoded(format);
    const files: Record<string, Buffer> = { "whole.png": whole };
    for (const part of [0.02, 0.1, 0.3, 0.5, 0.9]) {
      files[`cut-${part}.jpg`] = whole.subarray(0, Math.floor(whole.length * part));
    }
    const { shown, skipped } = await pass(await imageFolder(folder(files)));
    expect([...shown.keys()]).toEqual(["whole.png"]);
    expect(skipped.length).toBe(5);
    for (const { reason } of skipped) expect(reason.length).toBeGreaterThan(5);
  },
);

test("damaged pictures are shown or skipped; none stops the pass", async () => {
  const files: Record<string, Buffer> = {};
  for (const format of ["jpeg", "png", "webp"] as const) {
    const whole = await encoded(format);
    for (let i = 0; i < 40; i++) {
      const damaged = Buffer.from(whole);
      const at = Math.floor((i * whole.length) / 40);
      for (let k = 0; k < 5; k++) damaged[(at + 7 * k) % whole.length] = (i * 37 + k * 101) % 256;
      files[`${format}-${i}.jpg`] = damaged;
    }
  }
  const { shown, skipped } = await pass(await imageFolder(folder(files)));
  expect(shown.size + skipped.length).toBe(120);
  expect(skipped.length).toBeGreaterThan(20); // the checksums of PNG alone
});

test("skips what is no picture: nothing, text, SVG, which is a program", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
  const root = folder({
    "a.jpg": "",
    "b.png": "Dear reader",
    "c.png": svg,
    "d.png": Buffer.alloc(5000),
    "e.png": Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    "good.png": good,
  });
  const { shown, skipped } = await pass(await imageFolder(root));
  expect([...shown.keys()]).toEqual(["good.png"]);
  expect(reasons(skipped).slice(0, 4)).toEqual([
    "a.jpg: Input Buffer is empty",
    "b.png: Input buffer contains unsupported image format",
    "c.png: Input buffer contains unsupported image format",
    "d.png: Input buffer contains unsupported image format",
  ]);
  expect(skipped[4]?.key).toBe("e.png");
});

test("skips pictures above the limit without decoding them", async () => {
  const bomb = bitPng(30_000, 30_000, 30_000); // whole: 112 MB of bits, 2.7 GB of pixels
  expect(bomb.length).toBeLessThan(600_000);
  const root = folder({
    "bomb.png": bomb,
    "claims.png": bitPng(50_000, 50_000, 1),
    "good.png": good,
  });
  const source = await imageFolder(root);
  await source.read(2); // loads sharp
  const before = process.memoryUsage.rss();
  const { shown, skipped } = await pass(source);
  expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 26);
  expect([...shown.keys()]).toEqual(["good.png"]);
  expect(reasons(skipped)).toMatchInlineSnapshot(`
    [
      "bomb.png: it has 900000000 pixels (30000 x 30000), more than pixelLimit, 178956970",
      "claims.png: it has 2500000000 pixels (50000 x 50000), more than pixelLimit, 178956970",
    ]
  `);
  await expect(source.read(0)).rejects.toThrow("more than pixelLimit, 178956970");
});

test("the limit can be set, lower and higher", async () => {
  const root = folder({
    "12.png": good,
    "20.png": await png([1, 2, 3], { width: 5, height: 4 }),
    "20000000.png": bitPng(5000, 4000, 4000), // above what is decoded several at a time
  });
  const source = await imageFolder(root);
  for (const workers of [0, 1]) {
    const low = await pass(source, { pixelLimit: 19, workers, workerUrl });
    expect(reasons(low.skipped)).toEqual([
      "20.png: it has 20 pixels (5 x 4), more than pixelLimit, 19",
      "20000000.png: it has 20000000 pixels (5000 x 4000), more than pixelLimit, 19",
    ]);
  }
  expect((await pass(source, { pixelLimit: 20_000_000 })).skipped).toEqual([]);
  expect((await pass(source, { pixelLimit: 19_999_999 })).skipped.length).toBe(1);
  for (const pixelLimit of [0, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => evaluationBatches(source, everyFourth(), { batchSize: 1, pixelLimit })).toThrow(
      `evaluationBatches: pixelLimit must be an integer, at least 1; got ${pixelLimit}.`,
    );
  }
});

test("skips a file that is larger than any picture of the limit, unread", async () => {
  const root = folder({
    "good.png": good,
    "large.png": Buffer.concat([good, Buffer.alloc(2 ** 20 + 100)]),
  });
  const { skipped } = await pass(await imageFolder(root), { pixelLimit: 12 });
  expect(reasons(skipped)).toEqual([
    `large.png: it has ${good.length + 2 ** 20 + 100} bytes, more than a picture of pixelLimit, 12, takes`,
  ]);
});
