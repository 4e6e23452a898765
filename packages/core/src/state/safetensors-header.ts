import { repeatedKey } from "./repeated-key.ts";
import { countOf } from "./stored-tensor.ts";

/** Bytes a value. */
const WIDTHS = { F32: 4, F16: 2, BF16: 2, I32: 4, I64: 8, U8: 1, BOOL: 1 } as const;

/** The reference reader's limit. */
const LONGEST_HEADER = 100_000_000;

/** What the header says of one tensor, checked. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: keyof typeof WIDTHS;
  readonly shape: readonly number[];
  /** First byte of its values, and the first behind them, from the start of the data. */
  readonly begin: number;
  readonly end: number;
}

interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where in the file the data begins. */
  readonly dataStart: number;
}

/** Reads a file's header and checks that its tensors cover the data exactly once. */
export function parseHeader(bytes: Uint8Array): Header {
  const { text, dataStart } = headerText(bytes);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw fault(`the header must be JSON; got: ${(error as Error).message}`);
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw fault(`names must be unique; got ${repeated} twice`);
  const { __metadata__: metadata = {}, ...tensors } = record("the header", header);
  for (const [key, value] of Object.entries(record("__metadata__", metadata))) {
    if (typeof value !== "string") {
      throw fault(`__metadata__ must hold strings; got ${JSON.stringify(value)} for ${key}`);
    }
  }
  const entries = Object.entries(tensors).map(([name, value]) => entryOf(name, value));
  checkCover(entries, bytes.length - dataStart);
  return { entries, metadata: metadata as Record<string, string>, dataStart };
}

function headerText(bytes: Uint8Array): { text: string; dataStart: number } {
  if (bytes.length < 8) throw fault(`bytes must be 8 or more; got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER) {
    throw fault(`the header must be at most ${LONGEST_HEADER} bytes; got a length of ${length}`);
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw fault(
      `the file must be whole: its header ends at byte ${dataStart}; got ${bytes.length} bytes`,
    );
  }
  if (bytes[8] !== 0x7b || length === 0n) throw fault("the header must begin with {; it does not");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, dataStart));
    return { text, dataStart };
  } catch {
    throw fault("the header must be UTF-8; it is not");
  }
}

function entryOf(name: string, value: unknown): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = record(name, value);
  if (typeof dtype !== "string" || !Object.hasOwn(WIDTHS, dtype)) {
    const known = Object.keys(WIDTHS).join(", ");
    throw new TypeError(
      `decodeSafetensors: the type of ${name} must be one of ${known}; got ${JSON.stringify(dtype)}.`,
    );
  }
  if (!isCounts(shape)) {
    throw fault(`the shape of ${name} must be integers ≥ 0; got ${JSON.stringify(shape)}`);
  }
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw fault(`data_offsets of ${name} must be two integers ≥ 0; got ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  const type = dtype as keyof typeof WIDTHS;
  const size = countOf(shape) * WIDTHS[type];
  if (end - begin !== size) {
    throw fault(
      `${name} of ${dtype} and shape [${shape.join(", ")}] must have ${size} bytes; got ${end - begin}`,
    );
  }
  return { name, dtype: type, shape, begin, end };
}

/** No holes, no overlaps, nothing left over. */
function checkCover(entries: readonly TensorEntry[], dataLength: number): void {
  let position = 0;
  for (const { name, begin, end } of entries.toSorted(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== position) {
      throw fault(
        `${name} must begin where the tensor before it ends, at ${position}; got ${begin}`,
      );
    }
    position = end;
  }
  if (position !== dataLength) {
    throw fault(
      `the file must be whole: its tensors have ${position} bytes; got ${dataLength} bytes of data`,
    );
  }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function record(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault(`${name} must be an object; got ${JSON.stringify(value)}`);
  }
  return value as Record<string, unknown>;
}

function fault(message: string): RangeError {
  return new RangeError(`decodeSafetensors: ${message}.`);
}
