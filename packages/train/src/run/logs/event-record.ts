import { crc32c } from "./crc32c.ts";

/** One event of a TensorBoard file: its time, its step, and what happened. */
export interface LogEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly what:
    | { readonly fileVersion: string }
    /** A program began (anew): what earlier files say about this step and later ones never happened. */
    | { readonly sessionStart: true }
    /** Values by tag; held as float32. */
    | { readonly scalars: readonly (readonly [tag: string, value: number])[] };
}

/**
 * An event as TensorBoard reads it: a TFRecord with a protocol buffer in it.
 *
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 * @see https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
 */
export function eventRecord(event: LogEvent): Buffer {
  const data = encoded(event);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedCrc(length), data, maskedCrc(data)]);
}

function encoded({ wallTime, step, what }: LogEvent): Buffer {
  const head = [doubleField(1, wallTime), ...(step === 0 ? [] : [integerField(2, step)])];
  if ("fileVersion" in what) return Buffer.concat([...head, textField(3, what.fileVersion)]);
  if ("sessionStart" in what) return Buffer.concat([...head, bytesField(7, integerField(1, 1))]);
  const values = what.scalars.map(([tag, value]) =>
    bytesField(1, Buffer.concat([textField(1, tag), floatField(2, value)])),
  );
  return Buffer.concat([...head, bytesField(5, Buffer.concat(values))]);
}

/** TFRecord's checksum: turned and moved, so that checksums may lie in what is checked. */
function maskedCrc(bytes: Uint8Array): Buffer {
  const crc = crc32c(bytes);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return masked;
}

// Protocol buffers: a field is its number and wire type (0 integer, 1 eight bytes, 2 sized, 5 four bytes), then the value.

function integerField(number: number, value: number): Buffer {
  return Buffer.from([...varint(8 * number), ...varint(value)]);
}

function doubleField(number: number, value: number): Buffer {
  const field = Buffer.alloc(9, 8 * number + 1);
  field.writeDoubleLE(value, 1);
  return field;
}

function floatField(number: number, value: number): Buffer {
  const field = Buffer.alloc(5, 8 * number + 5);
  field.writeFloatLE(value, 1);
  return field;
}

function textField(number: number, text: string): Buffer {
  return bytesField(number, Buffer.from(text));
}

function bytesField(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([8 * number + 2, ...varint(bytes.length)]), bytes]);
}

/** Seven bits a byte, the low ones first; by division, as steps may pass 2³². */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
