const WORDS: Readonly<Record<string, string>> = {
  learningRate: "learning rate",
  gradientNorm: "gradient norm",
  imagesPerSecond: "pictures per second",
  secondsLeft: "seconds left",
};

/** What people read: "spread" of "measures/spread", "learning rate" of "learningRate". */
export function measureName(name: string): string {
  return WORDS[name] ?? name.replace(/^measures\//, "");
}
