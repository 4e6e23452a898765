import { readdir, readFile } from "node:fs/promises";
import { simclrViews } from "@unlabeled/augment";
import { imageFolder } from "@unlabeled/data";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { writePictures, writeText } from "../fixtures/pictures.ts";
import { drawPreview } from "./draw-preview.ts";

inFolder();

beforeAll(async () => {
  await writePictures("photos", 5, [200, 60, 20]);
  await writeText("photos/<bad> & ugly.png", "no picture");
  await writeText("none/bad.png", "no picture");
});

describe("unlabeled preview", () => {
  test("writes a page with each picture and its views, and says so", async () => {
    const flags = ["--method", "simclr", "--size", "16", "--pictures", "9", "--epochs", "3"];
    expect(await unlabeled("preview", "photos", ...flags)).toEqual({
      status: 0,
      out: "preview.html: 5 pictures of 6 (1 picture could not be read), SimCLR's views\n",
      error: "",
    });
    const page = await readFile("preview.html", "utf8");
    expect(page.match(/<img /g)).toHaveLength(5 * (1 + 2 * 3));
    expect(page).toContain("<title>What SimCLR sees of photos</title>");
    expect(page).toContain("&#34;cropSampler&#34;: &#34;tensorflow&#34;");
  });

  test("writes one PNG: pictures down, the picture and its views along, enlarged by whole pixels", async () => {
    const flags = ["--size", "32", "--pictures", "2", "--epochs", "1", "-o", "views.PNG"];
    expect(await unlabeled("preview", "photos", ...flags)).toMatchObject({ status: 0 });
    const { format, width, height } = await sharp(await readFile("views.PNG")).metadata();
    const [side, gap] = [96, 4];
    expect([format, width, height]).toEqual([
      "png",
      gap + 3 * (side + gap) + 2 * 3 * gap,
      gap + 2 * (side + gap),
    ]);
  });

  test("shows what training by the seed would see", async () => {
    const source = await imageFolder("photos");
    const pipeline = simclrViews({ size: 8 });
    const drawn = await drawPreview(source, pipeline, { pictures: 9, epochs: 2, seed: 7 });
    expect(drawn.unreadable).toBe(1);
    const [row] = drawn.rows;
    const sample = Array.from({ length: 6 }, (_, i) => i).find((i) => source.key(i) === row?.key);
    const wanted = new Float32Array(8 * 8 * 3);
    const key = { seed: 7, epoch: 1, sample: Number(sample), view: 1 };
    pipeline.render(await source.read(Number(sample)), key, wanted);
    const shown = row?.views[1]?.[1]?.pixels ?? [];
    expect(shown).toEqual(Uint8ClampedArray.from(wanted, (x) => 255 * x));
    expect(new Set(drawn.rows.map((one) => one.key)).size).toBe(5);
    const other = await drawPreview(source, pipeline, { pictures: 9, epochs: 2, seed: 8 });
    expect(other.rows.map((one) => one.key)).not.toEqual(drawn.rows.map((one) => one.key));
  });

  test.for([
    ["none", "PATH must hold a picture that can be read; got 1 picture in none of which none can."],
    ["photos -o views.jpg", "--output must end in .html or .png; got views.jpg."],
    [
      "photos -o nowhere/views.png",
      "--output must be in a folder that exists; got nowhere/views.png. Make the folder (mkdir -p nowhere), or name another place.",
    ],
    ["photos --method dino", '--method must be byol, simclr, simclr-v2 or moco; got "dino".'],
    [
      "photos --pictures 0",
      "option '--pictures <n>' argument '0' is invalid. It must be an integer of at least 1. (unlabeled --help shows what there is)",
    ],
    ["absent", 'path must be an existing file or folder; got "./absent".'],
    [
      "",
      "PATH must say where the pictures are; got none. Give it (unlabeled preview PATH), or data in the --config file.",
    ],
  ])("says in one line what is wrong, and writes nothing: %s", async ([words = "", message]) => {
    const before = await readdir(".");
    const arguments_ = words.split(" ").filter((word) => word !== "");
    const { status, out, error } = await unlabeled("preview", ...arguments_);
    expect([status, out]).toEqual([1, ""]);
    expect(error.replace(process.cwd(), ".")).toBe(`unlabeled: ${message}\n`);
    expect(await readdir(".")).toEqual(before);
  });
});
