/** A log that other tools read, beside metrics.jsonl: event files of TensorBoard, or metrics.csv. */
export type LogKind = (typeof LOG_KINDS)[number];

export const LOG_KINDS = ["tensorboard", "csv"] as const;
