/** Flags of values that lie one level down, or are called otherwise than the value. */
const FLAGS: Readonly<Record<string, string>> = {
  data: "PATH",
  logs: "--log",
  "probe.data": "--probe",
  "probe.everyEpochs": "--probe-every-epochs",
  "probe.everySteps": "--probe-every-steps",
  "optimizer.name": "--optimizer",
  "optimizer.weightDecay": "--weight-decay",
  "learningRate.base": "--learning-rate",
  "learningRate.warmupEpochs": "--warmup-epochs",
};

/** What the flag of a value is called: "--batch-size". */
export function flagName(path: readonly string[]): string {
  const name = path.filter((part) => !isPlace(part)).join(".");
  return FLAGS[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What a value is called in a file: "optimizer.weightDecay", "views.cropArea[0]". */
export function keyName(path: readonly string[]): string {
  return path.reduce((name, part) => {
    if (isPlace(part)) return `${name}[${part}]`;
    return name === "" ? part : `${name}.${part}`;
  }, "");
}

function isPlace(part: string): boolean {
  return /^\d+$/.test(part);
}
