// What claims come to, on the terminal and on a page. All numbers are points, per cent, or as their names say.
import { deviation, mean } from "./statistics.js";

/** The mean of a list, and its deviation where there are several: `44.4 ± 0.7`. */
export const cell = (values) => {
  const spread = values.length > 1 ? ` ± ${deviation(values).toFixed(1)}` : "";
  return `${mean(values).toFixed(1)}${spread}`;
};

/** A table of claims: difference, that of each seed, whether it holds. */
export function claimsTable(claims) {
  const rows = claims.map(({ claim, margins, holds }) => {
    const each = margins.map((value) => value.toFixed(1)).join(", ");
    return `| ${claim} | ${cell(margins)} | ${each} | ${holds} |`;
  });
  return ["| claim | mean | each seed | holds |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const MARKS = { yes: "holds", "on some seeds": "mixed", no: "FAILS" };

/** A line a claim. */
export function showClaims(claims) {
  for (const { claim, margin, spread, holds } of claims) {
    const points = `${margin.toFixed(1)} points (${spread.toFixed(1)})`;
    console.log(`${MARKS[holds]}  ${claim}: ${points}`);
  }
}
