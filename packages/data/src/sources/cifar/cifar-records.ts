import { type FileHandle, open } from "node:fs/promises";
import { CIFAR_PIXELS, type CifarFormat } from "./cifar-format.ts";

const RECORDS_AT_ONCE = 512; // 1.5 MiB a read
const PLANE = CIFAR_PIXELS / 3;

/**
 * Reads a CIFAR binary file: pixels interleaved into `pixels`, all label bytes into `labels`.
 *
 * @throws {RangeError} If the file is cut short, or a label is not one of the format's.
 */
export async function readCifarRecords(
  path: string,
  { name, classes, record }: CifarFormat,
  pixels: Uint8Array,
  labels: Uint8Array,
): Promise<void> {
  const count = pixels.length / CIFAR_PIXELS;
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(Math.min(count, RECORDS_AT_ONCE) * record);
    for (let first = 0; first < count; first += RECORDS_AT_ONCE) {
      const some = Math.min(RECORDS_AT_ONCE, count - first);
      await fill(file, path, buffer.subarray(0, some * record), first * record);
      for (let i = 0; i < some; i++) {
        for (const [at, limit] of classes.entries()) {
          const label = buffer[i * record + at] as number;
          if (label >= limit) {
            throw new RangeError(
              `cifarBinary: labels in "${path}" must be below ${limit}, as ${name} has them; got ${label} in record ${first + i}. It is another kind of file.`,
            );
          }
          labels[(first + i) * classes.length + at] = label;
        }
        interleave(buffer, i * record + classes.length, pixels, (first + i) * CIFAR_PIXELS);
      }
    }
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, path: string, into: Buffer, position: number) {
  const { bytesRead } = await file.read(into, 0, into.length, position);
  if (bytesRead < into.length) {
    throw new RangeError(
      `cifarBinary: "${path}" must not change while it is read; it got ${into.length - bytesRead} bytes shorter.`,
    );
  }
}

function interleave(planes: Buffer, from: number, pixels: Uint8Array, to: number): void {
  for (let i = 0; i < PLANE; i++) {
    pixels[to + 3 * i] = planes[from + i] as number;
    pixels[to + 3 * i + 1] = planes[from + PLANE + i] as number;
    pixels[to + 3 * i + 2] = planes[from + 2 * PLANE + i] as number;
  }
}
