import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * Issues of which each is about one value: where a value may be one of several kinds, those of the kind that
 * it was meant to be.
 */
export function flattenIssues(issues: readonly Issue[], above: PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === "invalid_union") {
      const meant = issue.errors.find((errors) => errors.length > 0 && errors.every(isInside));
      if (meant !== undefined) return flattenIssues(meant, path);
    }
    return { ...issue, path };
  });
}

/** Whether an issue says that the kind of value was right, and what it holds was not. */
function isInside(issue: Issue): boolean {
  const kind = issue.code === "invalid_type" || issue.code === "invalid_value";
  return issue.path.length > 0 || !(kind || issue.code === "invalid_union");
}
