import type { z } from "zod";
import { BACKBONES } from "./keys/network-keys.ts";
import { didYouMean, listed, nearestNames } from "./names/nearest-names.ts";

/**
 * What is wrong with one value of a configuration: its name, what it must be, what came, and what may have
 * been meant.
 *
 * @param name - Of the value, as the user wrote it: "--seed", "epochs in byol.yaml".
 */
export function describeIssue(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  const got = JSON.stringify(value) ?? "nothing";
  return `${name} ${expectation(issue)}; got ${got}.${meant(issue, value)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${listed(issue.values)}`;
    case "invalid_union":
      return `must be ${listed(issue.errors.flatMap(([first]) => first ?? []).map(alternative))}`;
    case "too_small":
      if (issue.origin === "string") return "must not be empty";
      if (issue.origin === "array") {
        return issue.minimum === 1 ? "must not be empty" : `must have ${issue.minimum} entries`;
      }
      return `must be ${issue.inclusive ? "at least" : "greater than"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "array") return `must have ${issue.maximum} entries`;
      return `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    default:
      return issue.message.startsWith("must") ? issue.message : `is not valid (${issue.message})`;
  }
}

function alternative(issue: z.core.$ZodIssue): string {
  return expectation(issue).replace(/^must be /, "");
}

function meant(issue: z.core.$ZodIssue, value: unknown): string {
  if (typeof value !== "string") return "";
  if (issue.code === "invalid_value") {
    return didYouMean(nearestNames(value, issue.values.map(String)));
  }
  if (issue.code !== "invalid_format" || issue.path[0] !== "backbone") return "";
  const [, name = "", width = ""] = /^(.*?)(-w.*)?$/.exec(value) ?? [];
  return didYouMean(nearestNames(name, BACKBONES).map((near) => near + width));
}

const KINDS: Readonly<Record<string, string>> = {
  int: "an integer",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  tuple: "a list of two numbers",
  array: "a list",
  object: "names and values",
};
