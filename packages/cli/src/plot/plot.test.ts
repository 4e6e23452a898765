import { readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { writeRun } from "../fixtures/run-folder.ts";

inFolder();

beforeAll(async () => {
  await writeRun("runs/a");
  await writeRun("runs/b <i>", {
    steps: 400, // of a measure: more than a chart shows one by one
    record: { epochs: 100, batchSize: 16 },
    report: (step) => ({
      loss: step === 123 ? 1000 : 4 / step,
      measures: { ...(step % 100 === 0 && { knn: step / 500 }), odd: step < 9 ? Number.NaN : 1 },
    }),
  });
  await writeRun("runs/one", { steps: 1 });
  await writeRun("runs/none", { steps: 0, checkpoints: [] });
  await writeRun("runs/other", {
    report: () => ({ loss: undefined, learningRate: undefined, measures: {} }),
  });
});

const svg = async (...words: string[]) => {
  const said = await unlabeled("plot", ...words, "-o", "plot.svg");
  expect(said).toMatchObject({ status: 0, error: "" });
  return { out: said.out, text: await readFile("plot.svg", "utf8") };
};

/** Texts that stand in a picture. */
const words = (text: string) =>
  [...text.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, word]) => word);

describe("unlabeled plot", () => {
  test("draws a chart a measure, with a legend, and says what is missing", async () => {
    const { out, text } = await svg("runs/a", "runs/b <i>");
    expect(out).toBe(
      "plot.svg: loss, spread, odd, knn, learning rate of 2 runs\n" +
        "b <i> has no spread.\na has no odd.\n" +
        "odd of b <i> is not finite in 8 reports, marked by triangles.\na has no knn.\n",
    );
    const shown = words(text);
    for (const word of [
      "2 runs",
      "a",
      "b &#60;i&#62;",
      "loss",
      "spread",
      "learning rate",
      "step",
    ]) {
      expect(shown).toContain(word);
    }
    expect(text.match(/class="marks"/g)?.length).toBe(5);
  });

  test("is well formed, needs nothing, and follows dark screens", async () => {
    const { text } = await svg("runs/a", "runs/b <i>");
    for (const tag of ["svg", "g", "text", "style", "title"]) {
      const opened = text.match(new RegExp(`<${tag}( [^>]*[^/])?>`, "g"))?.length;
      expect([tag, text.match(new RegExp(`</${tag}>`, "g"))?.length]).toEqual([tag, opened]);
    }
    expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(
      /https?:|url\(|@import|<script/,
    );
    const colours = new Set(
      text.replace(/<style>.*<\/style>/s, "").match(/(?<=(fill|stroke)=")#\w+/g),
    );
    expect(colours.size).toBeGreaterThan(4);
    for (const colour of colours) expect(text).toContain(`[stroke="${colour}"] { stroke: #`);
  });

  test.for([
    ["step", "10", "step"],
    ["epoch", "2", "epoch"],
    ["images", "80", "pictures seen"],
    ["minutes", "0.16", "minutes of training"],
  ])("over %s reaches to %s", async ([axis = "", last, title]) => {
    const { text } = await svg("runs/a", "--x", axis, "--measure", "loss");
    expect(words(text)).toContain(last);
    expect(words(text)).toContain(title);
  });

  test("keeps a peak that smoothing would hide, as the band's", async () => {
    const { text } = await svg("runs/b <i>", "--measure", "loss", "--smooth", "0.9");
    expect(words(text)).toContain("1,000");
    expect(words(text).join(" ")).toContain("Lines of more than 40 values are smoothed by 0.9");
    const line = /<path [^>]*d="([^"]*)"[^>]*stroke-width="2"/.exec(text)?.[1] ?? "";
    const heights = [...line.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights)).toBeGreaterThan(250); // of 360 from the top: the line has a tenth of the peak
  });

  test("leaves a few values and the learning rate as they are", async () => {
    const plain = await svg("runs/b <i>", "--measure", "knn,learningRate");
    const smooth = await svg("runs/b <i>", "--measure", "knn,learningRate", "--smooth", "0.9");
    const charts = (text: string) => text.slice(text.indexOf('class="marks"'));
    expect(charts(smooth.text)).toBe(charts(plain.text));
  });

  test("of one step shows points", async () => {
    const { text } = await svg("runs/one");
    expect(text.match(/ d="M[\d.]+,0A/g)?.length).toBe(3);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("as .png is twice as large as the .svg, and light", async () => {
    const { text } = await svg("runs/a");
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(text) ?? [];
    await unlabeled("plot", "runs/a", "-o", "plot.png");
    const { data, info } = await sharp("plot.png").raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(data.filter((value) => value < 128).length).toBeGreaterThan(1000);
  });

  test("as .html has the figures too, and needs nothing", async () => {
    await unlabeled("plot", "runs/a", "runs/b <i>", "-o", "plot.html");
    const text = await readFile("plot.html", "utf8");
    expect(text).toContain("<td>0.4000 <small>0.4000 … 4</small></td>");
    expect(text).toContain("unlabeled plot runs/a &#39;runs/b &#60;i&#62;&#39; --output plot.html");
    expect(text).not.toContain("<i>");
    expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(
      /https?:|url\(|@import|<link|<script/,
    );
  });

  test.for([
    [
      "plot nowhere",
      "RUN must be a folder that unlabeled pretrain made; got nowhere: there is no such folder.",
    ],
    [
      "plot runs",
      "RUN must be a folder that unlabeled pretrain made; got runs: it has no run.json.",
    ],
    [
      "plot runs/none",
      "RUN must have a step behind it; got runs/none, whose metrics.jsonl has none.",
    ],
    ["plot runs/other", "RUN must have reported a loss; got runs/other without any measure."],
    [
      "plot runs/a --measure accuracy",
      "--measure must be one of step, totalSteps, epoch, loss, spread, learningRate, imagesPerSecond, secondsLeft; got accuracy.",
    ],
    ["plot runs/a -o plot.pdf", "--output must end in .svg or .png or .html; got plot.pdf."],
    [
      "plot runs/a --smooth 1",
      "option '--smooth <w>' argument '1' is invalid. It must be at least 0 and less than 1. (unlabeled --help shows what there is)",
    ],
    [
      "plot runs/a --x time",
      "option '--x <axis>' argument 'time' is invalid. Allowed choices are step, epoch, minutes, images. (unlabeled --help shows what there is)",
    ],
  ])("%s: %s", async ([command = "", message]) => {
    const said = await unlabeled(...command.split(" "));
    expect(said).toEqual({ status: 1, out: "", error: `unlabeled: ${message}\n` });
  });

  test("draws what comes before a damaged line", async () => {
    await writeRun("runs/damaged");
    const metrics = await readFile("runs/damaged/metrics.jsonl", "utf8");
    await writeFile("runs/damaged/metrics.jsonl", metrics.replace('{"step":8', "8"));
    const { text } = await svg("runs/damaged", "--measure", "loss");
    expect(words(text)).toContain("7");
  });
});
