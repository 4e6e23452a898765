import { copyFile, mkdir } from "node:fs/promises";
import { imageFolder, inMemory, openSource, subset } from "@unlabeled/data";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeIdx, writePictures } from "../fixtures/pictures.ts";
import { sharedPictures } from "./same-pictures.ts";

inFolder();
beforeAll(async () => {
  await writePictures("few", 4, [190, 20, 20]);
  await writePictures("many/others", 5, [20, 190, 20]);
  await mkdir("many/copies");
  await copyFile("few/1.png", "many/copies/first.png");
  await copyFile("few/1.png", "many/copies/again.png");
  await copyFile("few/3.png", "many/copies/third.png");
});

describe("pictures of one source that are in another are counted", () => {
  test("by their bytes, under other names, each once", async () => {
    const [few, many] = [await imageFolder("few"), await imageFolder("many")];
    expect(await sharedPictures(few, many)).toBe(2);
    expect(await sharedPictures(many, few)).toBe(3);
    expect(await sharedPictures(few, few)).toBe(4);
    expect(await sharedPictures(few, await imageFolder("many/others"))).toBe(0);
  });

  test("where they are pixels in files or in memory", async () => {
    await writeIdx("idx", "train", 30, 8);
    await writeIdx("idx", "test", 10, 8);
    const [train, other] = [
      await openSource("idx/train-images-idx3-ubyte.gz"),
      await openSource("idx/test-images-idx3-ubyte.gz"),
    ];
    expect(await sharedPictures(other, train)).toBe(0);
    expect(await sharedPictures(subset(train, [3, 7]), train)).toBe(2);
    const pictures = await Promise.all([3, 7, 11].map((index) => train.read(index)));
    expect(await sharedPictures(inMemory(pictures.slice(1)), inMemory(pictures))).toBe(2);
  });

  test("but not what cannot be read", async () => {
    const many = await imageFolder("many");
    const gone = { ...many, locate: () => ({ kind: "unreadable", reason: "gone" }) as const };
    expect(await sharedPictures(await imageFolder("few"), gone)).toBe(0);
  });
});
