import type { Figure } from "../figures/figure.ts";
import type { KnnProtocol } from "../neighbours/knn-accuracy.ts";
import type { FewLabelFigure } from "../probes/few-label-accuracy.ts";
import type { LinearProbeProtocol } from "../probes/linear-probe.ts";
import type { LogisticProtocol } from "../probes/logistic-probe.ts";
import type { SweepProtocol } from "../probes/sweep-penalty.ts";

/** All that a report shows. Texts are plain text, never HTML. */
export interface ReportContent {
  /** For example "BYOL on Fashion-MNIST". */
  readonly title: string;
  /** One or two sentences under the title: what came out. */
  readonly summary?: string;
  /** Run facts in order: engine, seed, data, time. */
  readonly facts: readonly ReportFact[];
  /** What makes the run again, as typed. */
  readonly command: string;
  /** The loss over the run; the curve is left out where there are fewer than two points. */
  readonly loss: readonly LossPoint[];
  /** The table: as a rule raw pixels, the untrained and the trained network. */
  readonly rows: readonly ReportRow[];
  /** Nearest neighbours of a few test pictures. */
  readonly neighbours?: NeighbourGrid;
  /** What to try next. */
  readonly next: readonly NextCommand[];
}

/** A named fact. */
export interface ReportFact {
  readonly name: string;
  readonly value: string;
}

/** One point of the loss curve. */
export interface LossPoint {
  /** Optimizer updates done, from 0. */
  readonly step: number;
  readonly loss: number;
}

/** The figures of one kind of features; what was not measured is left out. */
export interface ReportRow {
  /** For example "Trained network". */
  readonly name: string;
  /** Linear probe on all labels. */
  readonly linear?: Figure<LogisticProtocol | LinearProbeProtocol | SweepProtocol>;
  /** Linear probe on few labels a class. */
  readonly fewLabels?: FewLabelFigure;
  readonly knn?: Figure<KnnProtocol>;
}

/** A picture and its class. */
export interface ReportPicture {
  /** A `data:image/…` URI: the report fetches nothing. */
  readonly source: string;
  /** The class's name; equal names mean that a neighbour is right. */
  readonly label: string;
}

/** Test pictures and their nearest training pictures by several kinds of features. */
export interface NeighbourGrid {
  /** The kinds of features, in the order of each query's `neighbours`. */
  readonly features: readonly string[];
  readonly queries: readonly NeighbourQuery[];
}

/** A test picture and its neighbours. */
export interface NeighbourQuery {
  readonly picture: ReportPicture;
  /** By kind of features; each nearest first. */
  readonly neighbours: readonly (readonly ReportPicture[])[];
}

/** A command with what it is for. */
export interface NextCommand {
  readonly what: string;
  readonly command: string;
}
