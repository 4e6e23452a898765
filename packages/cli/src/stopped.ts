/** The user stopped a training, which has been saved: no fault, but nothing that comes after it may begin. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  /** As shells have it for a program that Ctrl-C ended. */
  readonly exitStatus = 130;
}
