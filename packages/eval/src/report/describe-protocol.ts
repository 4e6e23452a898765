import type { Figure } from "../figures/figure.ts";
import type { KnnProtocol } from "../neighbours/knn-accuracy.ts";
import type { FewLabelProtocol } from "../probes/few-label-accuracy.ts";
import type { LinearProbeProtocol } from "../probes/linear-probe.ts";
import type { FitRecord, LogisticProtocol } from "../probes/logistic-probe.ts";
import type { SweepProtocol } from "../probes/sweep-penalty.ts";

type Protocol =
  | KnnProtocol
  | FewLabelProtocol
  | LinearProbeProtocol
  | LogisticProtocol
  | SweepProtocol;

/** How a figure was measured, as a sentence or two of plain text. */
export function describeProtocol({ protocol, counts, engine }: Figure<Protocol>): string {
  const sizes = `${whole(counts.train)} training and ${whole(counts.test)} test pictures of ${counts.classes} classes`;
  return `${settings(protocol)} ${sizes}; ${engine}.`;
}

function settings(protocol: Protocol): string {
  switch (protocol.method) {
    case "knn":
      return `Vote of the ${protocol.k} nearest training pictures by cosine similarity, weights exp(similarity / ${protocol.temperature}), exact search.`;
    case "linear probe by SGD":
      return `Linear classifier on frozen features by SGD: ${protocol.epochs} epochs, batch ${protocol.batchSize}, base learning rate ${protocol.baseLearningRate}, Nesterov momentum ${protocol.momentum}, cosine schedule, no weight decay, seed ${protocol.seed}.`;
    case "logistic regression":
      return `Multinomial logistic regression on frozen features, ${penalty(protocol)}. ${ending(protocol)}`;
    case "logistic regression, swept penalty":
      return `Multinomial logistic regression on frozen features; the L2 penalty was chosen on ${percentOf(protocol.validationFraction)} of the training pictures held out with seed ${protocol.seed}: ${penalty(protocol)}. ${ending(protocol)}`;
    case "logistic regression on few labels":
      return `Multinomial logistic regression on ${protocol.labelsPerClass} labelled pictures a class, mean ± standard deviation of ${protocol.draws} draws with seed ${protocol.seed}, ${penalty(protocol)}. ${ending(protocol)}`;
  }
}

function penalty({ l2 }: FitRecord): string {
  return `L2 penalty λ = ${Number(l2.toPrecision(3))} of Σ cross-entropy + λ/2 ‖W‖²`;
}

function ending({ converged, tolerance, iterations }: FitRecord): string {
  return converged
    ? `L-BFGS to a gradient of ${tolerance}.`
    : `L-BFGS did not reach a gradient of ${tolerance} in ${iterations} steps: not converged.`;
}

function percentOf(part: number): string {
  return `${Number((100 * part).toPrecision(3))} %`;
}

function whole(count: number): string {
  return count.toLocaleString("en");
}
