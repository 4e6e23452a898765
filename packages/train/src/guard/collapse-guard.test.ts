import { expect, test } from "vitest";
import { collapseGuard } from "./collapse-guard.ts";
import type { Sight } from "./sight.ts";

/** A look at BYOL that goes well, and what differs from it. */
const sight = (change: Partial<Sight> = {}): Sight => ({
  ...{ N: 128, D: 64, imagesApart: 0.9, viewsApart: 0.9, gradientNorm: 1, change: 0.01, size: 10 },
  ...{ lag: 30, cosine: 0.6, predictorApart: 5, targetIsConstant: 1 },
  ...{ spread: 0.8, rank: 25, uniformity: -2, alignment: 1 },
  ...change,
});

const watch = (collapsedLoss: number, settling = 0) => ({
  embeddings: ["z0", "z1"] as const,
  collapsedLoss: () => collapsedLoss,
  settling: () => settling,
});

function alarmAfter(
  looks: Partial<Sight>[],
  { images = 256, loss = 1.5, collapsedLoss = 0, batchSize = 256, temperature = 0.1 } = {},
) {
  const guard = collapseGuard(
    { name: "byol", settings: { temperature }, watch: watch(collapsedLoss) },
    { batchSize, images },
  );
  for (const [i, look] of looks.entries()) {
    const alarm = guard.see(i + 1, loss, sight(look));
    if (alarm) return alarm;
  }
  return undefined;
}

const shrunk = { spread: 0.1, rank: 6 };

test.for([
  ["constant images", [{ imagesApart: 0 }, { imagesApart: 0 }], {}],
  ["identical views", [{ viewsApart: 0 }, { viewsApart: 0 }], {}],
  ["small batch", [{}], { images: 2 }],
  ["follower without momentum", [{ lag: 0 }, { lag: 0 }, { lag: 1e-4 }], {}],
  ["learning rate too high", [{ change: 0.5 }, { change: 0.4 }, { change: 0.31 }], {}],
  ["learning rate too high", [{}, { size: 200 }, { size: 300 }, { size: 400 }], {}],
  ["learning rate too high", [{ change: 0.5 }, shrunk, shrunk, shrunk], {}],
  ["temperature too low", [{}, {}, {}], { loss: 20, collapsedLoss: 5 }],
  [
    "temperature too low",
    [{ change: 0.5 }, { change: 0.4 }, { change: 0.31 }],
    { temperature: 0.001 },
  ],
  ["no predictor", [{}, ...Array(3).fill({ ...shrunk, predictorApart: Number.NaN })], {}],
  ["no predictor", [{}, ...Array(3).fill({ ...shrunk, predictorApart: 0 })], {}],
  ["no stop-gradient", [{}, ...Array(3).fill({ ...shrunk, targetIsConstant: 0 })], {}],
  ["collapse", [{}, shrunk, shrunk, shrunk], {}],
  ["collapse", [{ rank: 1.01 }, { rank: 1.01 }, { rank: 1.01 }], {}],
] as const)("%s: alarm at the last of these looks, not before", ([cause, looks, options]) => {
  expect(alarmAfter([...looks], options)).toMatchObject({ cause, step: looks.length });
  expect(alarmAfter(looks.slice(0, -1), options)).toBeUndefined();
});

test("the message is one sentence with what was seen and what to change", () => {
  const looks = [{}, shrunk, shrunk, { ...shrunk, spread: 0.0812 }];
  expect(alarmAfter(looks)?.message).toMatchInlineSnapshot(
    `"byol does not learn at step 4: embeddings collapse (spread 0.081 after 0.80, effective rank 6.0): take a lower learning rate, a larger batch or stronger views, and see that targets get no gradient."`,
  );
  expect(alarmAfter(Array(3).fill({ change: 0.5 }))?.message).toMatchInlineSnapshot(
    `"byol does not learn at step 3: one update changes kernels by 50%: take a lower learning rate, a tenth for example, or a longer warm-up."`,
  );
  expect(
    alarmAfter(Array(3).fill({ change: 0.7 }), { temperature: 0.001 })?.message,
  ).toMatchInlineSnapshot(
    `"byol does not learn at step 3: at a temperature of 0.001 one update changes kernels by 70%: take a higher temperature, 0.1 to 0.5."`,
  );
  expect(alarmAfter([{}], { images: 2 })?.message).toMatchInlineSnapshot(
    `"byol does not learn at step 1: batch statistics of 2 images are noise, and there is next to nothing to tell an image from: take a batch (and a chunk) of 32 or more."`,
  );
  expect(
    alarmAfter(Array(3).fill({}), { loss: 540, collapsedLoss: 5.54 })?.message,
  ).toMatchInlineSnapshot(
    `"byol does not learn at step 3: the loss, 5.4e+2, is far above that of embeddings which are all one, 5.5: take a higher temperature, 0.1 to 0.5."`,
  );
});

test("a high rate in the first steps is no alarm: the demo changes kernels by 12%", () => {
  expect(alarmAfter(Array(5).fill({ change: 0.13 }))).toBeUndefined();
});

test("a look that is not suspicious breaks a row", () => {
  const fast = { change: 0.5 };
  expect(alarmAfter([fast, fast, {}, fast, fast, {}, fast])).toBeUndefined();
});

test("embeddings may be one while a method settles, for 100 updates at most", () => {
  const alarmed = (settling: number) => {
    const method = { name: "moco-v2", watch: watch(8, settling) };
    const guard = collapseGuard(method, { batchSize: 64, images: 64 });
    for (let step = 0; step < 200; step++) {
      const alarm = guard.see(step, 1, sight(step > 0 ? shrunk : {}));
      if (alarm) return alarm.step;
    }
    return undefined;
  };
  expect([0, 20, 2000].map(alarmed)).toEqual([3, 22, 102]);
});

test("what is not known is not suspicious", () => {
  const unknown = Number.NaN;
  const nothing = {
    ...{ imagesApart: unknown, viewsApart: unknown, lag: unknown, change: unknown, size: unknown },
    ...{ spread: unknown, rank: unknown, predictorApart: unknown, targetIsConstant: unknown },
  };
  expect(alarmAfter(Array(10).fill(nothing))).toBeUndefined();
});

test("a state is doubtful from the first sign on, until that is settled", () => {
  const guard = collapseGuard({ name: "byol", watch: watch(0) }, { batchSize: 64, images: 64 });
  const doubts = [{}, { change: 0.5 }, {}, shrunk, {}].map((look, i) => {
    guard.see(i + 1, 1, sight(look));
    return guard.suspicious;
  });
  expect(doubts).toEqual([false, true, false, true, false]);
  for (let step = 0; step < 30; step++) guard.see(step, 1, sight(step % 2 ? shrunk : { lag: 0 }));
  expect(guard.suspicious).toBe(false); // this goes on for ever, and was no alarm
});

test("looks at the first five steps, each tenth up to 200, each fiftieth after", () => {
  const guard = collapseGuard({ name: "byol", watch: watch(0) }, { batchSize: 64, images: 64 });
  const due = Array.from({ length: 320 }, (_, step) => step).filter((step) => guard.isDue(step));
  expect(due.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 10, 20, 30]);
  expect(due.slice(-5)).toEqual([180, 190, 200, 250, 300]);
});
