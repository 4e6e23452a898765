import { expect, test } from "vitest";
import { batchSizeOf, checkShardSize } from "./batch-size.ts";
import { classTable } from "./class-table.ts";
import { extremePlaces } from "./extreme-places.ts";
import { reviewHtml } from "./review-html.ts";

test("classTable has a row a class, and leaves out pictures without a label", () => {
  const labels = {
    labels: Int32Array.of(0, 0, 2, 0, 0),
    confidences: Float32Array.of(0.9375, 0.25, 0.5, 0, 0.5),
    names: ["cat", "dog", "owl"],
  };
  expect(classTable(labels)).toBe(
    [
      "      pictures   confidence    ≥ 0.3    ≥ 0.5   ≥ 0.9",
      "---   --------   ----------   ------   ------   -----",
      "cat          3        0.563    66.7%    66.7%   33.3%",
      "dog          0",
      "owl          1        0.500   100.0%   100.0%    0.0%",
      "all          4        0.547    75.0%    75.0%   25.0%",
    ].join("\n"),
  );
});

test("of very many classes classTable has those with the most and the fewest pictures", () => {
  const names = Array.from({ length: 50 }, (_, label) => `class ${label}`);
  const labels = Int32Array.from({ length: 60 }, (_, place) => (place < 20 ? 7 : place % 50));
  const confidences = new Float32Array(60).fill(0.5);
  const lines = classTable({ labels, confidences, names }).split("\n");
  expect(lines.length).toBe(2 + 20 + 1 + 20 + 1);
  expect(lines[2]).toMatch(/^class 7 +21 /);
  expect(lines[22]).toBe("… 10 more");
});

test("extremePlaces finds the most and least certain of each class, none twice", () => {
  const labels = {
    labels: Int32Array.of(0, 0, 1, 0, 0, 0, 0),
    confidences: Float32Array.of(0.5, 0.9, 0.4, 0.7, 0, 0.9, 0.6),
    classes: 3,
  };
  expect(extremePlaces(labels, 2)).toEqual([
    { most: [1, 5], least: [0, 6] },
    { most: [2], least: [] },
    { most: [], least: [] },
  ]);
  expect(extremePlaces(labels, 4)[0]).toEqual({ most: [1, 5, 3, 6], least: [0] });
});

test("the page escapes what people name things, also in its script", () => {
  const key = `<b>"'&.png`;
  const html = reviewHtml(
    [{ name: "<i>", pictures: 1, most: [{ key, confidence: 0.5, image: "data:," }], least: [] }],
    { path: "<u>", folder: "/f", teacher: "run/1", round: 1, rejected: ["</script>"] },
  );
  expect(html).toContain('data-key="&#60;b&#62;&#34;&#39;&#38;.png"');
  expect(html).toContain('const before = ["\\u003c/script>"];');
  for (const tag of ["<b>", "<i>", "<u>", '"</script>']) expect(html).not.toContain(tag);
});

test.for([
  [10_000, 32, 250],
  [10_000, 224, 50],
  [250, 600, 10],
  [96, 32, 96],
  [97, 224, 1],
] as const)("files of %d pictures of %d pixels take batches of %d", ([shardSize, size, batch]) => {
  expect(batchSizeOf(shardSize, size)).toBe(batch);
});

test("files must end where batches do", () => {
  for (const shardSize of [1, 97, 250, 750]) checkShardSize(shardSize);
  expect(() => checkShardSize(4096)).toThrowErrorMatchingInlineSnapshot(
    `[UserError: --shard-size must be a multiple of 250, or at most that, so that files end with a batch; got 4096. 4000 is near.]`,
  );
});
