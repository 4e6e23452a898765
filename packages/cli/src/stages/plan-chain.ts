import { join } from "node:path";
import { openSource, type Source } from "@unlabeled/data";
import type { Values } from "../config/merge.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { checkEnoughPictures } from "../training/pretrain.ts";
import { type DistillPlan, planDistill, seenNotices } from "./plan-distill.ts";
import { type FinetunePlan, planFinetune } from "./plan-finetune.ts";

/** SimCLRv2's three stages with their pictures and folders. */
export interface ChainPlan {
  /** Without labels. */
  readonly pictures: Source;
  readonly pretrain: { readonly config: ResolvedConfig; readonly run: string };
  readonly finetune: FinetunePlan & { readonly run: string };
  /** Into the teacher's own backbone, if that is asked for, and then into the student. */
  readonly distill: readonly (DistillPlan & { readonly run: string })[];
  readonly notices: readonly string[];
}

export interface ChainRequest {
  readonly pretraining: ResolvedConfig;
  readonly labeled: string;
  readonly unlabeled: string;
  readonly test: string | undefined;
  /** Backbones to distill into, in turn. */
  readonly students: readonly string[];
  /** What was said of the later stages. */
  readonly finetuning: Values;
  readonly distillation: Values;
  /** The folder in which each stage has one. */
  readonly run: string;
}

/**
 * Decides all stages before anything is computed.
 *
 * @throws {UserError} If pictures or settings of any stage do not fit.
 */
export async function planChain({
  pretraining,
  labeled,
  unlabeled,
  test,
  students,
  finetuning,
  distillation,
  run,
}: ChainRequest): Promise<ChainPlan> {
  const pictures = await openSource(unlabeled);
  checkEnoughPictures(pretraining, pictures);
  const finetune = await planFinetune({ pretraining, labeled, test, given: finetuning });
  const distill: (DistillPlan & { run: string })[] = [];
  for (const student of students) {
    const plan = planDistill({
      ...{ teacher: distill.at(-1)?.config ?? finetune.config, pictures, path: unlabeled },
      ...{ labels: finetune, stored: false, given: { ...distillation, student } },
    });
    const isSelf = student === pretraining.backbone;
    distill.push({ ...plan, run: join(run, isSelf ? "self-distill" : `distill-${student}`) });
  }
  const seen = await seenNotices(finetune.test, pictures, unlabeled);
  return {
    pictures,
    pretrain: { config: pretraining, run: join(run, "pretrain") },
    finetune: { ...finetune, run: join(run, "finetune") },
    distill,
    notices: [...finetune.notices, ...seen],
  };
}
