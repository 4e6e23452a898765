import { describe, expect, test } from "vitest";
import { curveChart } from "./curve-chart.ts";
import { summarizeCurve } from "./summarize-curve.ts";

const ramp = (length: number, y: (x: number) => number = (x) => x) =>
  Array.from({ length }, (_, x) => ({ x, y: y(x) }));

describe("summarizeCurve", () => {
  test("leaves up to 300 points as they are", () => {
    const groups = summarizeCurve({ points: ramp(300) });
    expect(groups).toEqual(ramp(300).map(({ x, y }) => ({ x, low: y, high: y, middle: y })));
  });

  test("keeps a single peak of very many points", () => {
    const groups = summarizeCurve({ points: ramp(200_000, (x) => (x === 123_456 ? 9 : x % 2)) });
    expect(groups.length).toBeLessThanOrEqual(300);
    expect(Math.max(...groups.map(({ high }) => high))).toBe(9);
    const [peak] = groups.filter(({ high }) => high === 9);
    expect(Math.abs((peak?.x ?? 0) - 123_456)).toBeLessThan(200_000 / 300);
    expect(groups[0]).toEqual({ x: 333, low: 0, high: 1, middle: 333 / 667 });
  });

  test("passes over what is not finite, and is NaN where nothing else is", () => {
    const points = ramp(600, (x) =>
      x === 1 ? Number.POSITIVE_INFINITY : x >= 4 && x < 6 ? NaN : x,
    );
    const groups = summarizeCurve({ points });
    expect(groups.slice(0, 3)).toEqual([
      { x: 0.5, low: 0, high: 0, middle: 0 },
      { x: 2.5, low: 2, high: 3, middle: 2.5 },
      { x: 4.5, low: NaN, high: NaN, middle: NaN },
    ]);
  });

  test("follows another line between the points' own range", () => {
    const groups = summarizeCurve({ points: ramp(600), line: ramp(600).map(({ x }) => 10 * x) });
    expect(groups[1]).toEqual({ x: 2.5, low: 2, high: 3, middle: 25 });
  });

  test("names a line of another length", () => {
    expect(() => summarizeCurve({ points: ramp(3), line: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: curveChart: line must have a value a point, 3; got 1.]`,
    );
  });
});

/** What the line of a colour is drawn by: M begins a piece, L goes on. */
const path = (svg: string, colour: string) =>
  new RegExp(`<path [^>]*d="([^"]*)"[^>]*stroke="${colour}"[^>]*stroke-width="2"`).exec(svg)?.[1] ??
  "";

/** How many circles or triangles there are. */
const symbols = (svg: string, which: "circle" | "triangle") =>
  svg.match(which === "circle" ? / d="M[\d.]+,0A/g : / d="M0,-[\d.]+L-/g)?.length ?? 0;

describe("curveChart", () => {
  const options = { width: 400, height: 200, xTitle: "step", yTitle: "loss" };

  test("draws a line a curve, with titles, in the colours it is given", async () => {
    const svg = await curveChart(
      [
        { points: ramp(50), colour: "#0067a5" },
        { points: ramp(50, (x) => 50 - x), colour: "#b84500", dash: [7, 3] },
      ],
      { ...options, colour: "#1d2327" },
    );
    expect(path(svg, "#0067a5").match(/[ML]/g)?.length).toBe(50);
    expect(path(svg, "#b84500").match(/[ML]/g)?.length).toBe(50);
    expect(svg).toContain('stroke-dasharray="7,3"');
    expect(svg).toMatch(/<text [^>]*fill="#1d2327"[^>]*>step<\/text>/);
    expect(svg).toMatch(/<text [^>]*>loss<\/text>/);
    expect(svg).not.toContain("currentColor");
    expect(svg).toMatch(/^<svg [^>]*width="400" height="200"/);
  });

  test("breaks a line at values that are not finite, and marks them", async () => {
    const points = ramp(100, (x) => (x === 30 || x === 60 ? NaN : x));
    const svg = await curveChart([{ points, colour: "#0067a5" }], options);
    expect(path(svg, "#0067a5").match(/M/g)?.length).toBe(3);
    expect(symbols(svg, "triangle")).toBe(2);
    expect(svg).not.toContain("NaN");
  });

  test("shows a single value as a point in the middle", async () => {
    const svg = await curveChart([{ points: [{ x: 1, y: 4 }], colour: "#0067a5" }], options);
    expect(symbols(svg, "circle")).toBe(1);
    for (const tick of ["0", "1", "2", "3.6", "4.4"]) expect(svg).toContain(`>${tick}</text>`);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  test("is empty axes where no value is finite", async () => {
    const svg = await curveChart([{ points: [{ x: 3, y: NaN }], colour: "#0067a5" }], options);
    expect(svg).toContain(">step</text>");
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  test("writes steps in whole, and millions in short", async () => {
    const upTo = (last: number) =>
      curveChart(
        [
          {
            points: [
              { x: 0, y: 0 },
              { x: last, y: 1 },
            ],
            colour: "#0067a5",
          },
        ],
        options,
      );
    expect(await upTo(200_000)).toContain(">200,000</text>");
    expect(await upTo(2_000_000)).toContain("M</text>");
    expect(await upTo(0.5)).toContain(">0.5</text>");
  });
});
