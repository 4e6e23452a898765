/** What stood in the way of an installation. */
export type Obstacle =
  | "platform" // not Linux on x86-64 with glibc
  | "sources" // no tfjs-node
  | "python"
  | "network"
  | "disk" // full
  | "folder" // the cache folder cannot be made or written
  | "wheel" // not what was asked for
  | "compiler"
  | "check"; // built, but does not compute

/** An installation that was not made; nothing of it is left. Its message is one line with the remedy. */
export class InstallError extends Error {
  override readonly name = "InstallError";
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle, message: string, options?: ErrorOptions) {
    super(`installTensorFlow: ${message}`, options);
    this.obstacle = obstacle;
  }
}
