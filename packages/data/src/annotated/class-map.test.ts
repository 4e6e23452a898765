import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import fixtures from "../../fixtures/masks.json" with { type: "json" };
import { folder } from "../../fixtures/pictures.ts";
import { readClassMap } from "./class-map.ts";

test.for(fixtures.classMaps)("$name: the indices, not the colours", async (one) => {
  const root = folder({ "a.png": Buffer.from(one.png, "base64") });
  const { width, height, classes } = await readClassMap("test", join(root, "a.png"));
  expect([width, height]).toEqual([one.width, one.height]);
  expect(classes).toEqual(new Uint8Array(Buffer.from(one.indices, "base64")));
});

test("refuses colours, other files and damaged ones, and names them", async () => {
  const [first] = fixtures.classMaps;
  const whole = Buffer.from(first?.png ?? "", "base64");
  const damaged = Buffer.from(whole);
  damaged[damaged.indexOf("IDAT") + 8] = 0xff;
  const background = { r: 1, g: 2, b: 3 };
  const colours = sharp({ create: { width: 2, height: 2, channels: 3, background } });
  const root = folder({
    "colours.png": await colours.png().toBuffer(),
    "text.png": "text",
    "cut.png": whole.subarray(0, whole.length - 30),
    "damaged.png": damaged,
  });
  const message = async (name: string): Promise<string> => {
    const error = await readClassMap("test", join(root, name)).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  expect(await message("colours.png")).toMatchInlineSnapshot(
    `"RangeError: test: "ROOT/colours.png" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got 3 channels of 8 bits."`,
  );
  expect(await message("text.png")).toMatchInlineSnapshot(
    `"RangeError: test: "ROOT/text.png" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got wrong PNG signature."`,
  );
  expect(await message("cut.png")).toMatchInlineSnapshot(
    `"RangeError: test: "ROOT/cut.png" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got Error while decompressing the data."`,
  );
  expect(await message("damaged.png")).toMatchInlineSnapshot(
    `"RangeError: test: "ROOT/damaged.png" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got Error while decompressing the data."`,
  );
  expect(await message("absent.png")).toMatchInlineSnapshot(
    `"RangeError: test: "ROOT/absent.png" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got ENOENT: no such file or directory, open 'ROOT/absent.png'."`,
  );
});
