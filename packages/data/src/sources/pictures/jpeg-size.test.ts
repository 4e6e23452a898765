import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { jpegSize } from "./jpeg-size.ts";

const grey = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#888888" } });

test("is what the frame header says, behind whatever comes before it", async () => {
  const plain = await grey(301, 17).jpeg().toBuffer();
  const progressive = await grey(3, 700).jpeg({ progressive: true }).toBuffer();
  const noted = await grey(40, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(jpegSize(plain)).toEqual({ width: 301, height: 17 });
  expect(jpegSize(progressive)).toEqual({ width: 3, height: 700 });
  expect(jpegSize(noted)).toEqual({ width: 40, height: 30 }); // as it lies in the file
  const padded = Buffer.concat([
    plain.subarray(0, 2),
    Buffer.from([0xff, 0xff]),
    plain.subarray(2),
  ]);
  expect(jpegSize(padded)).toEqual({ width: 301, height: 17 });
});

test("is undefined for anything else, and ends", async () => {
  expect(jpegSize(await grey(30, 20).png().toBuffer())).toBeUndefined();
  const jpeg = await grey(30, 20).jpeg().toBuffer();
  for (let length = 0; length < 60; length++) {
    expect(jpegSize(jpeg.subarray(0, length))).toBeUndefined();
  }
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(bytes, (tail) => {
      const size = jpegSize(Uint8Array.of(0xff, 0xd8, ...tail));
      expect(size === undefined || Number.isInteger(size.width)).toBe(true);
    }),
    { seed: 0 },
  );
});
