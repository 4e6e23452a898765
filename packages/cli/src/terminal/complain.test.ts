import { expect, test } from "vitest";
import { UserError } from "../user-error.ts";
import { inOneLine } from "./complain.ts";

const system = (code: string) =>
  Object.assign(new Error(`${code}: bad, open 'f'`), { code, path: "f" });

test.for([
  [new UserError("--run must be new; got old."), "--run must be new; got old."],
  [new RangeError("sgd: momentum must be in [0, 1); got 2."), "momentum must be in [0, 1); got 2."],
  [new Error("Batches.epoch: from must be 0; got 1."), "from must be 0; got 1."],
  [
    new RangeError(
      "train: a run must be the same; got\n  seed: 0 before\n  size: 1\nName another.",
    ),
    "a run must be the same; got seed: 0 before; size: 1. Name another.",
  ],
  [system("EACCES"), "f: permission denied. Choose another place, or change its permissions."],
  [system("ENOSPC"), "f: the disk is full. Make room, or choose another place."],
  [system("EODD"), "bad, open 'f'"],
  ["a text", "a text"],
] as const)("%s", ([error, line]) => {
  expect(inOneLine(error)).toBe(line);
});
