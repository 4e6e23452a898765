import * as tf from "@tensorflow/tfjs";
import type { Method, NamedVariable, Parameter, Tensors, Watch } from "@unlabeled/core";
import type { StepGradients } from "../step/objective-and-gradients.ts";

/** Rows of a batch that are looked at: enough to measure, few enough to cost little. */
const MOST_ROWS = 128;
const MOST_IMAGES = 16;

/** What a look at one step has found, still as tensors: to be read, then disposed. */
export type LookTensors = {
  /** Embeddings of both views, `[2, n, D]`. */
  readonly embeddings: tf.Tensor3D;
  /** In the order of `LOOK_SCALARS`; NaN where there is nothing to be told. */
  readonly scalars: tf.Tensor1D;
};

export const LOOK_SCALARS = [
  "imagesApart", // greatest difference between an image and the batch's first
  "viewsApart", // greatest difference between both views of an image
  "gradientNorm",
  "change", // ‖new - old‖ / ‖old‖ of a few kernels
  "size", // ‖new‖ of these kernels
  "lag", // how many such steps the follower's first kernel is behind: 0 where it is the online network
  "cosine", // between prediction and target
  "predictorApart", // greatest difference between prediction and embedding
  "targetIsConstant", // 1 where the target gets no gradient, 0 where it does
] as const;

export type LookScalars = Readonly<Record<(typeof LOOK_SCALARS)[number], number>>;

/**
 * Begins to look at a step, before its update.
 *
 * @returns What ends the look, after the update. To be called in the same tidy; what it returns is kept across it.
 */
export function look<Batch extends Tensors>(
  method: Pick<Method, "trained" | "state">,
  watch: Watch,
  batch: Batch,
  { outputs, targets, gradients }: StepGradients<Tensors, Tensors>,
): () => LookTensors {
  const rows: Tensors = { ...targets, ...outputs };
  const take = (name: string) => first(rows[name] as tf.Tensor2D, MOST_ROWS);
  const [name0, name1] = watch.embeddings;
  const embeddings = tf.keep(tf.stack([take(name0), take(name1)]) as tf.Tensor3D);
  const kernels = someKernels(method.trained);
  const before = kernels.map(({ variable }) => tf.clone(variable)); // the same values: nothing is copied
  const [prediction, target] = (watch.predicted ?? []).map(take);
  const [, targetName = ""] = watch.predicted ?? [];
  const early = {
    imagesApart: imagesApart(batch),
    viewsApart: apart(batch.view0, batch.view1, MOST_IMAGES),
    gradientNorm: norm(Object.values(gradients)),
    cosine: prediction && target ? cosine(prediction, target) : unknown(),
    predictorApart: apart(prediction, take(name0)),
    targetIsConstant: target ? tf.scalar(Number(targetName in targets)) : unknown(),
  };
  return () => {
    const scalars = {
      ...early,
      change: change(before, kernels),
      size: kernels.length === 0 ? unknown() : norm(kernels.map(({ variable }) => variable)),
      lag: lag(method, watch.follower, before[0]),
    };
    const values = tf.stack(LOOK_SCALARS.map((name) => scalars[name])) as tf.Tensor1D;
    return { embeddings, scalars: tf.keep(values) };
  };
}

/** The first kernel, the last, and one in between: they stand for all. */
function someKernels(trained: readonly Parameter[]): Parameter[] {
  const kernels = trained.filter(({ kind }) => kind === "kernel");
  const places = new Set([0, kernels.length >> 1, kernels.length - 1]);
  return [...places].flatMap((at) => kernels[at] ?? []);
}

function change(before: readonly tf.Tensor[], kernels: readonly NamedVariable[]): tf.Scalar {
  if (kernels.length === 0) return unknown();
  const moved = kernels.map(({ variable }, i) => tf.sub(variable, before[i] as tf.Tensor));
  return tf.div<tf.Scalar>(norm(moved), tf.maximum(norm(before), 1e-12));
}

/** NaN where the kernel has not moved: in the first step of a warm-up. */
function lag(
  { trained, state }: Pick<Method, "trained" | "state">,
  follower: string | undefined,
  before: tf.Tensor | undefined,
): tf.Scalar {
  const [online] = trained.filter(({ kind }) => kind === "kernel");
  const copy = state.find(({ name }) => name === `${follower}/${online?.name}`);
  return tf.div<tf.Scalar>(
    apart(online?.variable, copy?.variable),
    apart(online?.variable, before),
  );
}

function imagesApart(batch: Tensors): tf.Scalar {
  const images = Object.values(batch).filter(({ rank }) => rank === 4);
  if (images.length === 0) return unknown();
  const each = images.map((all) => apart(first(all, MOST_IMAGES), first(all, 1)));
  return tf.max<tf.Scalar>(tf.stack(each));
}

/** Greatest difference; NaN where one of both is missing or they have different shapes. */
function apart(a?: tf.Tensor, b?: tf.Tensor, rows?: number): tf.Scalar {
  if (!a || !b || a.shape.slice(1).join() !== b.shape.slice(1).join()) return unknown();
  const [x, y] = rows === undefined ? [a, b] : [first(a, rows), first(b, rows)];
  return tf.max(tf.abs(tf.sub(x, y)));
}

function cosine(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  const lengths = tf.mul(tf.norm(a, "euclidean", 1), tf.norm(b, "euclidean", 1));
  return tf.mean<tf.Scalar>(tf.div(tf.sum(tf.mul(a, b), 1), tf.maximum(lengths, 1e-12)));
}

function norm(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tf.sqrt(tf.addN(tensors.map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor)))));
}

function first<T extends tf.Tensor>(tensor: T, rows: number): T {
  return tf.slice(tensor, 0, Math.min(rows, tensor.shape[0] ?? 0));
}

function unknown(): tf.Scalar {
  return tf.scalar(Number.NaN);
}
