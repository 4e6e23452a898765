import { type Rule, unless } from "./rule.ts";

/** What a batch must be divided into evenly. */
export const batchRules: Rule = (config) => {
  const { batchSize, chunk } = config;
  const divisor = "must divide the batch size";
  const chunked = unless(
    chunk === false || batchSize % chunk === 0,
    "chunk",
    `${divisor}, ${batchSize}`,
  );
  if (!("normGroups" in config)) return chunked;
  const { normGroups } = config;
  const [what, together] = chunk === false ? ["the batch size", batchSize] : ["the chunk", chunk];
  return [
    ...chunked,
    ...unless(
      together % normGroups === 0 && together / normGroups >= 2,
      "normGroups",
      `must divide ${what}, ${together}, into groups of at least 2 pictures`,
    ),
  ];
};
