import sharp from "sharp";
import { expect, test } from "vitest";
import { JpegEnds } from "./jpeg-ends.ts";

const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
const image = sharp({ create: { width: 60, height: 40, channels: 3, background: "#000", noise } });
const plain = await image.jpeg().toBuffer();
const progressive = await image.jpeg({ progressive: true }).toBuffer();
const trap = Buffer.from([0xff, 0xd9, 0xff, 0xd8]); // an end and a beginning, inside a segment
const length = Buffer.from([0xff, 0xfe, 0, 2 + trap.length]);
const commented = Buffer.concat([plain.subarray(0, 2), length, trap, plain.subarray(2)]);

test.for([1, 2, 3, 7, 100, 4096, 1e6])("finds the ends in pieces of %i bytes", (size) => {
  const jpegs = [plain, progressive, commented, plain];
  const stream = Buffer.concat(jpegs);
  const found = new JpegEnds();
  for (let at = 0; at < stream.length; at += size) found.push(stream.subarray(at, at + size));
  let end = 0;
  expect(found.ends).toEqual(jpegs.map((jpeg) => (end += jpeg.length)));
});

test("does not count a picture that is cut", () => {
  const found = new JpegEnds();
  found.push(Buffer.concat([plain, plain.subarray(0, -1)]));
  expect(found.ends).toEqual([plain.length]);
});
