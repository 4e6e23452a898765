import { expect, test, vi } from "vitest";
import { stopSignal } from "./stop-signal.ts";

test("the first signal aborts, the second ends the process, and released ones do nothing", () => {
  const exit = vi.spyOn(process, "exit").mockImplementation((status) => {
    throw new Error(`exit ${status}`);
  });
  const listeners = process.listenerCount("SIGINT");
  const stops: string[] = [];
  const { signal, release } = stopSignal(() => stops.push("stop"));
  process.emit("SIGINT");
  expect(signal.aborted).toBe(true);
  expect(stops).toEqual(["stop"]);
  expect(() => process.emit("SIGTERM")).toThrow("exit 130");
  expect(stops).toEqual(["stop"]);
  release();
  expect(process.listenerCount("SIGINT")).toBe(listeners);
  exit.mockRestore();
});
