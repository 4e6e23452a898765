import { describe, expect, test } from "vitest";
import type { Figure } from "../figures/figure.ts";
import type { FewLabelFigure } from "../probes/few-label-accuracy.ts";
import { summarized } from "./loss-curve.ts";
import type { ReportContent, ReportRow } from "./report-content.ts";
import { reportHtml } from "./report-html.ts";

const HOSTILE = `<script>alert(1)</script>"' onerror=x &amp;`;
const SAFE = "&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39; onerror=x &#38;amp;";
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

function row(name: string, accuracy: number, converged = true): ReportRow {
  const stamp: Omit<Figure, "accuracy" | "protocol"> = {
    counts: { train: 10000, test: 2000, classes: 10, width: 784 },
    preparation: "raw pixels, centred",
    engine: "wasm engine",
  };
  const fit = { l2: 1, tolerance: 1e-4, arithmetic: "float64", iterations: 20, converged } as const;
  const fewLabels: FewLabelFigure = {
    ...stamp,
    accuracy: accuracy - 0.1,
    standardDeviation: 0.0123,
    accuracies: [],
    protocol: {
      method: "logistic regression on few labels",
      labelsPerClass: 10,
      draws: 10,
      seed: 0,
      ...fit,
    },
  };
  return {
    name,
    fewLabels,
    linear: { ...stamp, accuracy, protocol: { method: "logistic regression", ...fit } },
    knn: {
      ...stamp,
      accuracy: accuracy - 0.05,
      protocol: { method: "knn", similarity: "cosine", k: 20, temperature: 0.07 },
    },
  };
}

const content: ReportContent = {
  title: "SimCLR on pictures",
  facts: [{ name: "Seed", value: "0" }],
  command: "unlabeled demo",
  loss: [],
  rows: [row("Raw pixels", 0.842), row("Trained network", 0.86)],
  next: [],
};

describe("reportHtml", () => {
  test("escapes every text that it is given", async () => {
    const picture = { source: PIXEL, label: HOSTILE };
    const html = await reportHtml({
      title: HOSTILE,
      summary: HOSTILE,
      facts: [{ name: HOSTILE, value: HOSTILE }],
      command: HOSTILE,
      loss: [],
      rows: [{ ...row(HOSTILE, 0.5), linear: { ...linearOf(row("", 0.5)), engine: HOSTILE } }],
      neighbours: {
        features: [HOSTILE],
        queries: [{ picture, neighbours: [[picture, { source: PIXEL, label: `${HOSTILE}2` }]] }],
      },
      next: [{ what: HOSTILE, command: HOSTILE }],
    });
    expect(html).not.toContain("<script");
    expect(html).not.toContain("\"' onerror");
    // two titles, summary, fact, command, row, engine, features twice, query, neighbours twice each, next
    expect(html.split(SAFE).length - 1).toBe(2 + 1 + 2 + 1 + 1 + 1 + 2 + 1 + 4 + 2);
  });

  test("takes pictures as data URIs alone", async () => {
    const grid = (source: string) => {
      const picture = { source, label: "cat" };
      return { features: ["a"], queries: [{ picture, neighbours: [[picture]] }] };
    };
    for (const source of ["https://example.org/a.png", "javascript:alert(1)", "data:text/html,x"]) {
      await expect(reportHtml({ ...content, neighbours: grid(source) })).rejects.toThrow(TypeError);
    }
    await expect(
      reportHtml({ ...content, neighbours: grid("a.png") }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TypeError: reportHtml: a picture's source must be a data:image/… URI, so that the file needs nothing else; got a.png.]`,
    );
    const hostile = await reportHtml({
      ...content,
      neighbours: grid('data:image/png,x" onerror="alert(1)'),
    });
    expect(hostile).not.toContain('" onerror');
  });

  test("shows figures in per cent, the best of each column marked, protocols as footnotes", async () => {
    const html = await reportHtml(content);
    for (const value of ["84.2", "86.0", "74.2", "76.0", "79.2", "81.0", "1.2"]) {
      expect(html).toContain(value);
    }
    const [, raw = "", trained = ""] = html.split('<th scope="row">');
    expect(raw).not.toContain("★");
    expect(trained.split("★").length - 1).toBe(3);
    // both rows were measured alike, so there are three protocols, not six
    expect(html.match(/id="protocol-\d"/g)).toEqual(
      [1, 2, 3].map((mark) => `id="protocol-${mark}"`),
    );
    expect(html).toContain("Vote of the 20 nearest training pictures");
    expect(html).toContain("10 labelled pictures a class, mean ± standard deviation of 10 draws");
    expect(html).toContain("10,000 training and 2,000 test pictures of 10 classes; wasm engine.");
    expect(html).toContain("784 values a picture");
  });

  test("says where a fit did not converge, and gives it a footnote of its own", async () => {
    const html = await reportHtml({ ...content, rows: [row("a", 0.5), row("b", 0.5, false)] });
    expect(html).toContain("not converged");
    expect(html).toContain('id="protocol-5"');
  });

  test("leaves out what was not measured", async () => {
    const { knn, name } = row("a", 0.5);
    const html = await reportHtml({ ...content, rows: [knn ? { name, knn } : { name }] });
    expect(html).not.toContain("Linear probe");
    expect(html).not.toContain("undefined");
    const empty = await reportHtml({ ...content, rows: [] });
    expect(empty).not.toContain("<table");
  });

  test("marks neighbours of the same class as right", async () => {
    const [cat, dog] = ["cat", "dog"].map((label) => ({ source: PIXEL, label })) as [
      { source: string; label: string },
      { source: string; label: string },
    ];
    const html = await reportHtml({
      ...content,
      neighbours: {
        features: ["pixels", "network"],
        queries: [
          {
            picture: cat,
            neighbours: [
              [dog, dog],
              [cat, dog],
            ],
          },
        ],
      },
    });
    expect(html).toContain("<b>pixels</b>: 0 of 2 right");
    expect(html).toContain("<b>network</b>: 1 of 2 right");
    expect(html.split('alt="cat, same class"').length - 1).toBe(1);
    expect(html.split('alt="dog, another class"').length - 1).toBe(3);
  });

  test("draws the loss, asks nothing of the network and is well formed", async () => {
    const loss = Array.from({ length: 1000 }, (_, step) => ({ step, loss: 5 / (step + 1) }));
    const html = await reportHtml({ ...content, loss });
    expect(html.match(/<svg/g)?.length).toBe(2);
    expect(html).toContain("currentColor");
    const addresses = html.replaceAll(/xmlns(:xlink)?="[^"]*"/g, "");
    expect(addresses).not.toMatch(/https?:|url\((?!#)|@import|<link|<script/);
    expect(html.startsWith("<!doctype html>")).toBe(true);
    for (const tag of ["section", "table", "svg", "li", "article", "div", "span", "th", "td"]) {
      const opened = html.match(new RegExp(`<${tag}[ >]`, "g"))?.length ?? 0;
      const closed = html.match(new RegExp(`</${tag}>`, "g"))?.length ?? 0;
      expect([tag, opened]).toEqual([tag, closed]);
    }
  });

  test("names a query that lacks neighbours", async () => {
    const picture = { source: PIXEL, label: "cat" };
    await expect(
      reportHtml({
        ...content,
        neighbours: { features: ["a", "b"], queries: [{ picture, neighbours: [[]] }] },
      }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reportHtml: each query must have neighbours by every kind of features, 2; got 1.]`,
    );
  });
});

test("a long run is summarized by ranges and means of neighbouring steps", () => {
  const points = Array.from({ length: 601 }, (_, step) => ({ step, loss: step % 3 }));
  const groups = summarized([{ step: -1, loss: Number.NaN }, ...points]);
  expect(groups.length).toBe(201);
  expect(groups[1]).toEqual({ x: 4, low: 0, high: 2, middle: 1 });
  expect(groups[200]).toEqual({ x: 600, low: 0, high: 0, middle: 0 });
});

function linearOf({ linear }: ReportRow): NonNullable<ReportRow["linear"]> {
  if (linear === undefined) throw new Error("row() makes a linear figure");
  return linear;
}
