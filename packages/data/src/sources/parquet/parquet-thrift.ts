import { fromZigzag, readVarint } from "./parquet-varint.ts";

/** A value of Thrift's compact protocol, as far as Parquet uses it; text is bytes. */
type ThriftValue = number | boolean | Uint8Array | ThriftValue[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const DEEPEST = 32; // Parquet's own structures nest to about 8

/**
 * Reads a structure of Thrift's compact protocol, by field number.
 *
 * It believes no length: what is allocated is bounded by the bytes that are there.
 *
 * @returns The structure, and where it ends.
 * @throws {Error} If it is damaged or cut short.
 *
 * @see Thrift compact protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readThrift(
  bytes: Uint8Array,
  start: number,
): { fields: ThriftStruct; end: number } {
  let at = start;

  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new Error("a structure that is cut short");
    return value;
  };
  const varint = (): number => readVarint(byte, 2 ** 70, "a damaged number");
  const zigzag = (): number => fromZigzag(varint());
  const counted = (): number => {
    const count = varint();
    if (count > bytes.length - at) throw new Error("a length beyond the end");
    return count;
  };
  const list = (depth: number): ThriftValue[] => {
    const header = byte();
    const short = header >> 4;
    const count = short === 15 ? counted() : short;
    const type = header & 0x0f;
    return Array.from({ length: count }, () =>
      type === 1 || type === 2 ? byte() === 1 : value(type, depth),
    );
  };
  const value = (type: number, depth: number): ThriftValue => {
    if (depth > DEEPEST) throw new Error("structures that nest too deep");
    switch (type) {
      case 1:
        return true;
      case 2:
        return false;
      case 3:
        return (byte() << 24) >> 24;
      case 4:
      case 5:
      case 6:
        return zigzag();
      case 7:
        at += 8; // a double: Parquet's structures that are used here have none
        return Number.NaN;
      case 8: {
        const length = counted();
        at += length;
        return bytes.subarray(at - length, at);
      }
      case 9:
      case 10:
        return list(depth + 1);
      case 12:
        return struct(depth + 1);
      default:
        throw new Error(`a field of unknown type ${type}`);
    }
  };
  const struct = (depth: number): ThriftStruct => {
    const fields = new Map<number, ThriftValue>();
    for (let field = 0; ; ) {
      const header = byte();
      const type = header & 0x0f;
      if (type === 0) return fields;
      field = header >> 4 === 0 ? zigzag() : field + (header >> 4);
      fields.set(field, value(type, depth));
    }
  };
  return { fields: struct(0), end: at };
}
