import { expect, test } from "vitest";
import { assertPlatform } from "./assert-platform.ts";

test("takes what the wheels are made for", () => {
  assertPlatform({ name: "linux-x64", glibc: "2.27" });
  assertPlatform({ name: "linux-x64", glibc: "3.0" });
});

test("names other machines", () => {
  const glibc = "2.36";
  expect(() => assertPlatform({ name: "linux-arm64", glibc })).toThrowErrorMatchingInlineSnapshot(
    `[InstallError: installTensorFlow: the machine must be linux-x64; got linux-arm64. Use the native or the wasm engine there, or install tfjs-node by itself.]`,
  );
  expect(() => assertPlatform({ name: "linux-ia32", glibc })).toThrow("got linux-ia32.");
  expect(() =>
    assertPlatform({ name: "linux-x64", glibc: "2.17" }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[InstallError: installTensorFlow: the system must have glibc 2.27 or later; got glibc 2.17. Use the native or the wasm engine there, or install tfjs-node by itself.]`,
  );
  expect(() =>
    assertPlatform({ name: "linux-x64", glibc: undefined }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[InstallError: installTensorFlow: the system must have glibc 2.27 or later; got another C library (musl?). Use the native or the wasm engine there, or install tfjs-node by itself.]`,
  );
});
