import type { z } from "zod";

/**
 * What is wrong with one value of a configuration: its name, what it must be, what came.
 *
 * @param name - Of the value, as the user wrote it: "--seed", "epochs in byol.yaml".
 */
export function describeIssue(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  return `${name} ${expectation(issue)}; got ${JSON.stringify(value) ?? "nothing"}.`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map(String).join(" or ")}`;
    case "too_small":
      if (issue.origin === "string") return "must not be empty";
      if (issue.origin === "array") return `must have ${issue.minimum} entries`;
      return `must be ${issue.inclusive ? "at least" : "greater than"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "array") return `must have ${issue.maximum} entries`;
      return `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    default:
      return issue.message.startsWith("must") ? issue.message : `is not valid (${issue.message})`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  int: "an integer",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  tuple: "a list of two numbers",
  object: "names and values",
};
