import { expect, test } from "vitest";
import { findChromium, trainInChromium } from "../browser/run.js";

const path = findChromium();

test.for([false, true])(
  "trains in Chromium; on a page that is cross-origin isolated: %s",
  { timeout: 120_000 },
  async (isolated, { skip }) => {
    if (!path)
      return skip("No Chromium found: install one, or set UNLABELED_CHROMIUM to its path.");
    const report = await trainInChromium(path, { isolated });
    expect(report.error).toBeUndefined();
    expect(report.isolated).toBe(isolated);
    expect(report.description).toContain("wasm engine");
    if (!isolated) expect(report.description).toContain("1 thread)");
    expect(report.last).toBeLessThan((report.first as number) * 0.7);
  },
);
