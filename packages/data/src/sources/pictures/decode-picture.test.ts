import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import { decodePicture } from "./decode-picture.ts";

const WIDTH = 6;
const HEIGHT = 4;

/** Every pixel `colour`, of 3 or 4 channels. */
function filled(...colour: number[]): Sharp {
  const bytes = Uint8Array.from({ length: WIDTH * HEIGHT * colour.length }, (_, i) =>
    Number(colour[i % colour.length]),
  );
  const channels = colour.length as 3 | 4;
  return sharp(bytes, { raw: { width: WIDTH, height: HEIGHT, channels } });
}

async function firstPixel(bytes: Promise<Uint8Array>): Promise<number[]> {
  const { width, height, pixels } = await decodePicture(await bytes);
  expect([width, height, pixels.length]).toEqual([WIDTH, HEIGHT, WIDTH * HEIGHT * 3]);
  for (let i = 3; i < pixels.length; i++) expect(pixels[i]).toBe(pixels[i % 3]);
  return [...pixels.subarray(0, 3)];
}

test.for([
  ["PNG", filled(200, 100, 50).png()],
  ["JPEG", filled(200, 100, 50).jpeg({ quality: 100 })],
  ["WebP", filled(200, 100, 50).webp({ lossless: true })],
  ["GIF", filled(200, 100, 50).gif()],
  ["AVIF", filled(200, 100, 50).avif({ lossless: true })],
  ["TIFF", filled(200, 100, 50).tiff()],
  ["PNG of 16 bits", filled(200, 100, 50).toColourspace("rgb16").png()],
  ["PNG with a palette", filled(200, 100, 50).png({ palette: true })],
] as const)("decodes %s to its 8-bit colours", async ([, picture]) => {
  expect(await firstPixel(picture.toBuffer())).toEqual([200, 100, 50]);
});

test("expands grey to three equal channels, of 8 and of 16 bits", async () => {
  expect(await firstPixel(filled(90, 90, 90).toColourspace("b-w").png().toBuffer())).toEqual([
    90, 90, 90,
  ]);
  expect(await firstPixel(filled(90, 90, 90).toColourspace("grey16").png().toBuffer())).toEqual([
    90, 90, 90,
  ]);
});

test("converts CMYK to colours near those it was made from", async () => {
  const cmyk = filled(200, 100, 50).toColourspace("cmyk").jpeg({ quality: 100 });
  const pixel = await firstPixel(cmyk.toBuffer());
  for (const [c, wanted] of [200, 100, 50].entries()) {
    expect(Math.abs(Number(pixel[c]) - wanted)).toBeLessThan(32); // outside the printing gamut
  }
});

test("composes transparent parts on white", async () => {
  const half = await firstPixel(filled(200, 100, 50, 128).png().toBuffer());
  const wanted = [200, 100, 50].map((value) => (value * 128 + 255 * 127) / 255);
  for (const [c, value] of wanted.entries()) {
    expect(Math.abs(Number(half[c]) - value)).toBeLessThanOrEqual(1);
  }
  expect(await firstPixel(filled(200, 100, 50, 0).png().toBuffer())).toEqual([255, 255, 255]);
});

test("keeps the pixels' order: rows from the top, red, green, blue", async () => {
  const bytes = Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => i * 10);
  const image = sharp(bytes, { raw: { width: 2, height: 3, channels: 3 } }).png();
  const { width, height, pixels } = await decodePicture(await image.toBuffer());
  expect([width, height]).toEqual([2, 3]);
  expect([...pixels]).toEqual([...bytes]);
});

test("turns a picture upright as its EXIF orientation says", async () => {
  const bytes = Uint8Array.of(255, 0, 0, 0, 0, 255); // red, blue
  const image = sharp(bytes, { raw: { width: 2, height: 1, channels: 3 } });
  const turned = await image.withMetadata({ orientation: 6 }).png().toBuffer(); // a quarter clockwise
  const { width, height, pixels } = await decodePicture(turned);
  expect([width, height]).toEqual([1, 2]);
  expect([...pixels]).toEqual([...bytes]); // red on top
});

test.for([
  ["no bytes", Buffer.alloc(0)],
  ["text", Buffer.from("not a picture")],
] as const)("refuses %s", async ([, bytes]) => {
  await expect(decodePicture(bytes)).rejects.toThrow(/empty|unsupported/);
});

test.for(["jpeg", "png", "webp", "tiff"] as const)(
  "refuses a %s that is cut short",
  async (format) => {
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const image = sharp({
      create: { width: 64, height: 64, channels: 3, background: "#888", noise },
    });
    const whole = await image.toFormat(format).toBuffer();
    await expect(decodePicture(whole.subarray(0, whole.length >> 1))).rejects.toThrow();
  },
);

/** Shades that change slowly, of `width` x `height`. */
function shades(width: number, height: number): Sharp {
  const bytes = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 60 * Math.sin(0.05 * x + (i % 3)) + 50 * Math.cos(0.03 * y);
  });
  return sharp(bytes, { raw: { width, height, channels: 3 } });
}

test("reduces a JPEG by 8, 4 or 2 where the size allows it, upright, and nothing else", async () => {
  const [width, height] = [403, 301];
  const plain = await shades(width, height).jpeg({ quality: 95 }).toBuffer();
  const turned = await sharp(plain)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const asked: unknown[] = [];
  for (const [most, reduction] of [
    [1, 1],
    [1.9, 1],
    [2, 2],
    [7.9, 4],
    [50, 8],
  ] as const) {
    const reducible = (size: unknown) => asked.push(size) && most;
    const [w, h] = [Math.floor(width / reduction), Math.floor(height / reduction)];
    const reduced = await decodePicture(plain, { reducible });
    expect([reduced.width, reduced.height]).toEqual([w, h]);
    const upright = await decodePicture(turned, { reducible });
    expect([upright.width, upright.height]).toEqual([h, w]);
    const wanted = await sharp(plain).resize(w, h, { fit: "fill" }).raw().toBuffer();
    const error = wanted.reduce((sum, x, i) => sum + Math.abs(x - Number(reduced.pixels[i])), 0);
    expect(error / wanted.length).toBeLessThan(1.5);
    const png = await decodePicture(await sharp(plain).png().toBuffer(), { reducible });
    expect([png.width, png.height]).toEqual([width, height]);
  }
  for (const size of asked) expect(size).toEqual({ width, height }); // as it lies in the file
  expect(asked).toHaveLength(10);
});
