import { terminalBar } from "./bar.ts";
import { say } from "./write.ts";

/** What a progress line says. */
interface Standing {
  /** Optimizer updates done, and of how many. */
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  /** What is told beside the loss; nothing where it has no value. */
  readonly measure: { readonly name: string; readonly value?: number | undefined };
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** A progress line: a bar that moves on a terminal, else a line an epoch. */
export interface ProgressLine {
  show(standing: Standing): void;
  stop(): void;
}

export function progressLine(): ProgressLine {
  return process.stdout.isTTY ? bar() : lines();
}

/** Columns that the words beside the bar need. */
const REST = 70;

function bar(): ProgressLine {
  const single = terminalBar("{epochs}  [{bar}]  {standing}", REST);
  let started = false;
  let stopped = false;
  return {
    show(standing) {
      const words = { epochs: epochOf(standing), standing: inWords(standing) };
      if (!started) {
        single.start(standing.totalSteps, 0, words);
        started = true;
      }
      single.update(standing.step, words);
    },
    stop() {
      if (started && !stopped) single.stop();
      stopped = true;
    },
  };
}

function lines(): ProgressLine {
  let shown = -1;
  let seen = 0;
  return {
    show(standing) {
      seen += 1;
      const { step, totalSteps, epochs } = standing;
      const last = step === totalSteps;
      if (standing.epoch === shown && !last) return;
      // the first step makes the engine ready: by its pace the rest would take hours
      if (seen === 1 && step % (totalSteps / epochs) !== 0) return;
      shown = standing.epoch;
      say(`${epochOf(standing)}  ${inWords(standing)}`);
    },
    stop() {},
  };
}

function epochOf({ epoch, epochs }: Standing): string {
  return `epoch ${Math.min(epoch + 1, epochs)}/${epochs}`;
}

function inWords({ loss, measure, imagesPerSecond, secondsLeft }: Standing): string {
  return [
    `loss ${loss.toFixed(3)}`,
    ...(measure.value === undefined ? [] : [`${measure.name} ${measure.value.toFixed(2)}`]),
    `${Math.round(imagesPerSecond).toLocaleString("en")} pictures/s`,
    `${duration(secondsLeft)} left`,
  ].join("  ");
}

/** 42 s, 11 min, 3.5 h. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
