import { describe, expect, test } from "vitest";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import { changedNames, checkSameConfig, recorded } from "./recorded-config.ts";

const resolved = (config: object) => resolveConfig(pretrainConfig.parse(config));
const BEFORE = { size: 32, seed: 3, targetMomentum: 0.9, data: "/photos" };

describe("a recorded configuration", () => {
  test("is JSON, without what a resumed run may have otherwise", () => {
    const { data, ...config } = resolved(BEFORE);
    const record = recorded({
      ...config,
      data: "/elsewhere",
      keep: 9,
      logs: ["csv"],
      guard: "off",
    });
    expect(record).toEqual(recorded(resolved(BEFORE)));
    expect(record).toEqual(JSON.parse(JSON.stringify(record)));
    expect(Object.keys(record)).toContain("views");
    expect(Object.keys(record)).not.toContain("checkpointEverySeconds");
  });

  test("that has only what was given, by former names, is compared with its defaults", () => {
    expect(changedNames(BEFORE, resolved(BEFORE))).toEqual([]);
    expect(changedNames(BEFORE, resolved({ ...BEFORE, seed: 4 }))).toEqual(["seed"]);
  });

  test("of another program differs from all", () => {
    expect(changedNames({ lr: 1 }, resolved({}))).toContain("lr");
  });

  test("is told to differ in what was given, or else in what follows from it", () => {
    const differs = (config: object, given: object) => () =>
      checkSameConfig("run", BEFORE, resolved({ ...BEFORE, ...config }), { ...given });
    const adam = { optimizer: { name: "adam" } };
    const begin = "--resume must have the configuration that run began with; got";
    const end = "Leave those out, or start a new run in another folder.";
    expect(differs(adam, adam)).toThrow(`${begin} optimizer.name "adam" instead of "sgd". ${end}`);
    expect(differs({ targetMomentum: 0.5 }, { targetMomentum: 0.5 })).toThrow(
      `${begin} emaMomentum 0.5 instead of 0.9. ${end}`,
    );
    expect(differs({}, {})).not.toThrow();
  });
});
