import type { Network } from "@unlabeled/core";
import { count } from "../terminal/count.ts";
import { buildClassifier } from "./build-classifier.ts";
import type { ClassifierConfig } from "./classifier-config.ts";

/** What is to be said where a student of distillation is larger than its teacher. Needs an engine. */
export function largerStudent(student: ClassifierConfig, teacher: ClassifierConfig): string[] {
  const sizes = sizesOf(student, teacher);
  if (sizes.own <= sizes.its) return [];
  return [`${compared(student, teacher, sizes, "more")}: that is not what distillation is for.`];
}

/** What is to be said where a noisy student is smaller than its teacher. Needs an engine. */
export function smallerStudent(student: ClassifierConfig, teacher: ClassifierConfig): string[] {
  const sizes = sizesOf(student, teacher);
  if (sizes.own >= sizes.its) return [];
  return [
    `${compared(student, teacher, sizes, "fewer")}: a noisy student should be as large or larger, to learn more than it is told.`,
  ];
}

function compared(
  student: ClassifierConfig,
  teacher: ClassifierConfig,
  { own, its }: Sizes,
  than: "more" | "fewer",
): string {
  return `The student, ${student.network.backbone}, has ${count(own, "weight")}, ${than} than its teacher, ${teacher.network.backbone}, which has ${count(its, "weight")}`;
}

/** Trained numbers of both. */
interface Sizes {
  readonly own: number;
  readonly its: number;
}

/** Equal where the backbones are. */
function sizesOf(student: ClassifierConfig, teacher: ClassifierConfig): Sizes {
  if (student.network.backbone === teacher.network.backbone) return { own: 0, its: 0 };
  return { own: weightsOf(student), its: weightsOf(teacher) };
}

/** Trained numbers of a classifier. */
function weightsOf(config: ClassifierConfig): number {
  const network: Pick<Network, "parameters" | "statistics"> = buildClassifier(config);
  const weights = network.parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  for (const { variable } of [...network.parameters, ...network.statistics]) variable.dispose();
  return weights;
}
