import type { Network } from "@unlabeled/core";
import { count } from "../terminal/count.ts";
import { buildClassifier } from "./build-classifier.ts";
import type { ClassifierConfig } from "./classifier-config.ts";

/** What is to be said where a student is larger than its teacher. Needs an engine. */
export function largerStudent(student: ClassifierConfig, teacher: ClassifierConfig): string[] {
  const [own, its] = [weightsOf(student), weightsOf(teacher)];
  if (own <= its || student.network.backbone === teacher.network.backbone) return [];
  return [
    `The student, ${student.network.backbone}, has ${count(own, "weight")}, more than its teacher, ${teacher.network.backbone}, which has ${count(its, "weight")}: that is not what distillation is for.`,
  ];
}

/** Trained numbers of a classifier. */
function weightsOf(config: ClassifierConfig): number {
  const network: Pick<Network, "parameters" | "statistics"> = buildClassifier(config);
  const weights = network.parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  for (const { variable } of [...network.parameters, ...network.statistics]) variable.dispose();
  return weights;
}
