import type * as tf from "@tensorflow/tfjs";
import type { Head, Network, Schedule } from "@unlabeled/core";

export interface MocoOptions {
  /** From images to features; what the training is for. Trained in place: it is the query network's. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount?: number };
  /** From features to projections, `[N, D]`. Default the paper's, to D outputs; see the method. */
  readonly projector?: Head;
  /** D, the length of projections and keys: what the projector gives. Default 128, the authors'. */
  readonly dimension?: number;
  /**
   * K, the keys in the queue, all of them negatives; any integer ≥ 1. Default 65536, the authors' for
   * ImageNet. Theirs for CIFAR-10 is 4096; a queue longer than the data has every image among its own
   * negatives.
   */
  readonly queueLength?: number;
  /** τ > 0, dimensionless; lower is sharper. Default the paper's: 0.07 in v1, 0.2 in v2 (CIFAR-10: 0.1). */
  readonly temperature?: number;
  /**
   * m in [0, 1]: what the key network keeps of itself at each step. Default 0.999 throughout, the authors' for
   * ImageNet; theirs for CIFAR-10 is 0.99.
   */
  readonly momentum?: Schedule;
  /**
   * Whether each view is query and key in turn: the loss is the sum of both directions, and the keys of both
   * views enter the queue, as in the authors' CIFAR-10 demo. Twice the work of a step, and like twice the
   * epochs. Default false: the first view is the query, the second the key, as in the papers.
   */
  readonly symmetric?: boolean;
  /**
   * Whether the other images' keys of the batch are negatives too, beside the queue's. Default false, MoCo's. With
   * `symmetric` it is what SimCLRv2 adds to its contrastive loss as a memory.
   */
  readonly batchNegatives?: boolean;
  /**
   * s: batch norm sees s groups of N / s images, each by itself; s divides the batch N. Default 1: it sees the
   * whole batch.
   *
   * Stands for the papers' shuffled batch norm on 8 GPUs, and for the 8 splits of the CIFAR-10 demo's
   * SplitBatchNorm. Where a query and its key are normalized with the same images, a network can tell the key
   * by their common statistics, and learns less (paper, appendix A.9). So queries pass in s slices of the
   * batch and keys in s groups that are dealt from all slices: two of these share N / s² images. The dealing
   * is fixed, as the images of a batch are in random order already.
   *
   * Running statistics move once a step, to the mean over the groups, as in SplitBatchNorm; variances are
   * those within groups. With gradient caching the groups are of a chunk.
   */
  readonly normGroups?: number;
  /** Decides the queue's first keys and the default projector's initial values, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}
