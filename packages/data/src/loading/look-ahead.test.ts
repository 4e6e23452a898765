import { expect, test } from "vitest";
import { LookAhead } from "./look-ahead.ts";

test("begins as many as it should ahead of the one in use, and none twice", async () => {
  const begun: number[] = [];
  const ahead = new LookAhead(async (position) => begun.push(position) && position, 2);
  const seen: string[] = [];
  for await (const position of ahead.range(3, 6, 100)) seen.push(`${position}: ${begun}`);
  expect(seen).toEqual(["3: 3,4,5", "4: 3,4,5,6", "5: 3,4,5,6,7"]);
  for await (const position of ahead.range(6, 8)) seen.push(`${position}: ${begun}`);
  expect(seen.slice(3)).toEqual(["6: 3,4,5,6,7", "7: 3,4,5,6,7"]); // and nothing beyond the end
});

test("forgets what it has begun if another range follows, or the range was left", async () => {
  const begun: number[] = [];
  const ahead = new LookAhead(async (position) => begun.push(position) && position, 1);
  for await (const _ of ahead.range(0, 1, 9));
  for await (const _ of ahead.range(5, 7, 9)) break;
  for await (const _ of ahead.range(6, 7));
  expect(begun).toEqual([0, 1, 5, 6, 6]);
  for await (const _ of ahead.range(2, 3, 9));
  for await (const _ of ahead.range(7, 8));
  for await (const _ of ahead.range(3, 4));
  expect(begun.slice(5)).toEqual([2, 3, 7, 3]);
});

test("throws what failed where it is due, and nothing for what nobody waits for", async () => {
  const ahead = new LookAhead(async (position) => {
    if (position > 1) throw new Error(`no ${position}`);
    return position;
  }, 5);
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const position of ahead.range(0, 9)) seen.push(position);
    })(),
  ).rejects.toThrow("no 2");
  expect(seen).toEqual([0, 1]);
});
