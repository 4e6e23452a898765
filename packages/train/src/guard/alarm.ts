/** Why a run does not learn. */
export type Cause =
  | "constant images"
  | "identical views"
  | "small batch"
  | "follower without momentum"
  | "temperature too low"
  | "learning rate too high"
  | "no predictor"
  | "no stop-gradient"
  | "collapse";

/** A run that does not learn, and the likely cause. JSON. */
export interface Alarm {
  /** Updates done as it was seen. */
  readonly step: number;
  readonly cause: Cause;
  /** One sentence: what was seen, and what to change. */
  readonly message: string;
}

/** What ends a run that does not learn. Its newest checkpoint is from before the first sign of that. */
export class AlarmError extends Error {
  override readonly name = "AlarmError";
  readonly alarm: Alarm;
  constructor(alarm: Alarm) {
    super(alarm.message);
    this.alarm = alarm;
  }
}
