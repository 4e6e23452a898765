import { expect, test } from "vitest";
import { explainedDisk } from "./explained-disk.ts";

const explained = (code: string) =>
  (explainedDisk("/cache", Object.assign(new Error(code), { code })) as Error).message;

test("says what is wrong with the cache folder", () => {
  expect(explained("EROFS")).toMatchInlineSnapshot(
    `"installTensorFlow: /cache must be a folder that can be written; got a disk that is read-only. Set XDG_CACHE_HOME to another folder."`,
  );
  expect(explained("EACCES")).toMatchInlineSnapshot(
    `"installTensorFlow: /cache must be a folder that can be written; got no permission. Set XDG_CACHE_HOME to another folder."`,
  );
  expect(explained("ENOSPC")).toMatchInlineSnapshot(
    `"installTensorFlow: TensorFlow must fit on the disk; got that it is full. Make room, or set XDG_CACHE_HOME to a folder on another disk."`,
  );
});

test("hands other errors on", () => {
  const error = new Error("unlike these");
  expect(explainedDisk("/cache", error)).toBe(error);
});
