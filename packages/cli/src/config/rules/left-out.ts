import { type Values, valueAt } from "../merge.ts";
import { methodLabel } from "../method-name.ts";
import { listed } from "../names/nearest-names.ts";
import type { ResolvedConfig } from "../resolved-config.ts";
import { type Complaint, type Rule, unless } from "./rule.ts";

/** Keys that only some methods have. */
const OF_METHODS: Readonly<Record<string, readonly string[]>> = {
  mocoVersion: ["moco v1", "moco v2", "moco v3"],
  "projector.hidden": ["byol", "simclr", "simclr-v2", "moco v3"],
  "projector.layers": ["simclr", "simclr-v2"],
  predictor: ["byol", "moco v3"],
  temperature: ["simclr", "simclr-v2", "moco v1", "moco v2", "moco v3"],
  emaMomentum: ["byol", "simclr-v2", "moco v1", "moco v2", "moco v3"],
  queue: ["simclr-v2", "moco v1", "moco v2"],
  symmetric: ["moco v1", "moco v2"],
  normGroups: ["moco v1", "moco v2"],
};

/** Keys of optimizer that only some have. */
const OF_OPTIMIZERS: Readonly<Record<string, readonly string[]>> = {
  momentum: ["sgd", "lars"],
  nesterov: ["sgd"],
  decays: ["sgd", "adam", "adamw"],
  beta1: ["adam", "adamw"],
  beta2: ["adam", "adamw"],
  epsilon: ["adam", "adamw"],
  form: ["lars"],
  trustCoefficient: ["lars"],
};

/** A head of one layer has none that is hidden. */
function hiddenLayers(config: ResolvedConfig, given: Values) {
  const layers = "layers" in config.projector ? config.projector.layers : 2;
  return unless(
    layers > 1 || valueAt(given, ["projector", "hidden"]) === undefined,
    "projector.hidden",
    "must be left out where projector.layers is 1",
  );
}

/** The former name of `emaMomentum`. */
function formerName(config: ResolvedConfig, given: Values): Complaint[] {
  const path = ["targetMomentum"];
  if (given.targetMomentum === undefined) return [];
  if (given.emaMomentum !== undefined) {
    return [{ path, must: "must be left out with emaMomentum, its new name" }];
  }
  if (config.method === "byol") return [];
  const must = `must be left out with ${methodLabel(config)}: it is of byol`;
  return [{ path, must, ...(config.method === "moco" && { remedy: "Give emaMomentum." }) }];
}

/** What follows slowly is there for a memory of its keys. */
function memory(config: ResolvedConfig, given: Values) {
  return unless(
    config.method !== "simclr-v2" || "queue" in config || given.emaMomentum === undefined,
    "emaMomentum",
    "must be left out with simclr-v2 but where it has a queue",
  );
}

/** A value that would change nothing is not accepted in silence. */
export const leftOut: Rule = (config, given) => {
  const { optimizer, learningRate } = config;
  const allowed = (
    label: string,
    owners: Readonly<Record<string, readonly string[]>>,
    prefix = "",
  ) =>
    Object.entries(owners).flatMap(([key, labels]) =>
      unless(
        labels.includes(label) || isEmpty(valueAt(given, (prefix + key).split("."))),
        prefix + key,
        `must be left out with ${label}: it is of ${listed(labels).replace(" or ", " and ")}`,
      ),
    );
  return [
    ...allowed(methodLabel(config), OF_METHODS),
    ...formerName(config, given),
    ...hiddenLayers(config, given),
    ...memory(config, given),
    ...allowed(optimizer.name, OF_OPTIMIZERS, "optimizer."),
    ...allowed(
      `the ${learningRate.schedule} schedule`,
      { milestones: ["the steps schedule"], factor: ["the steps schedule"] },
      "learningRate.",
    ),
  ];
};

/** predictor: {} says nothing. */
function isEmpty(value: unknown): boolean {
  return value === undefined || JSON.stringify(value) === "{}";
}
