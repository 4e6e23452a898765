const MARKER = 0xff;
const [START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN] = [0xd8, 0xd9, 0xda];

/**
 * Finds where the pictures in a stream of JPEG files end, whatever pieces the stream comes in; nothing
 * of it is kept.
 *
 * Segments of a header are passed over by their lengths, since what is in them may look like an end; in
 * the coded pixels an end cannot occur.
 *
 * @see ITU-T T.81, annex B
 */
export class JpegEnds {
  /** The position after each whole picture, bytes from the stream's beginning. */
  readonly ends: number[] = [];
  #position = 0;
  #place: "outside" | "marker" | "code" | "length" | "lengthEnd" | "segment" | "pixels" | "escape" =
    "outside";
  #code = 0;
  #left = 0;

  /** Takes the next bytes of the stream. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#place === "segment" && this.#left > 0) {
        const passed = Math.min(this.#left, bytes.length - at);
        this.#left -= passed;
        at += passed - 1;
        if (this.#left === 0) this.#place = this.#code === START_OF_SCAN ? "pixels" : "marker";
      } else if (this.#place === "pixels") {
        const next = bytes.indexOf(MARKER, at);
        if (next < 0) break;
        at = next;
        this.#place = "escape";
      } else {
        this.#take(bytes[at] as number, this.#position + at);
      }
    }
    this.#position += bytes.length;
  }

  #take(byte: number, position: number): void {
    switch (this.#place) {
      case "outside":
      case "marker":
        if (byte === MARKER) this.#place = "code";
        break;
      case "escape":
        if (byte === 0 || (byte >= 0xd0 && byte <= 0xd7)) this.#place = "pixels";
        else this.#marker(byte, position);
        break;
      case "code":
        this.#marker(byte, position);
        break;
      case "length":
        this.#left = byte << 8;
        this.#place = "lengthEnd";
        break;
      default:
        this.#left = Math.max(0, this.#left + byte - 2); // the length counts its own two bytes
        this.#place = this.#left > 0 ? "segment" : "marker";
    }
  }

  #marker(code: number, position: number): void {
    if (code === MARKER) return; // filling
    this.#code = code;
    if (code === END_OF_IMAGE) this.ends.push(position + 1);
    if (code === END_OF_IMAGE) this.#place = "outside";
    else if (code === START_OF_IMAGE) this.#place = "marker";
    else this.#place = "length";
  }
}
