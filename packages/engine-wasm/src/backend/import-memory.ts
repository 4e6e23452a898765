/** The limits of a WebAssembly memory, in pages of 64 KiB. */
export interface MemoryLimits {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

const IMPORTS = 2;
const MEMORY = 5;
const MEMORY_KIND = 2;

/**
 * The same module with its one memory imported as `env.memory`, instead of its own or as it was.
 *
 * Two modules that import one memory work on the same bytes without copies, and a shared memory can be
 * handed to worker threads. Function and table indices do not change, since each kind counts by itself.
 *
 * @param binary - A module with one memory: its own, or imported last as `env.memory`.
 * @see WebAssembly Core Specification, 5.5 Modules: https://webassembly.github.io/spec/core/binary/modules.html
 */
export function importMemory(
  binary: Uint8Array,
  { initial, maximum, shared }: MemoryLimits,
): Uint8Array<ArrayBuffer> {
  const memory = [
    ...name("env"),
    ...name("memory"),
    MEMORY_KIND,
    shared ? 3 : 1, // bit 0: a maximum follows; bit 1: shared
    ...unsigned(initial),
    ...unsigned(maximum),
  ];
  const sections = readSections(binary).filter(({ id }) => id !== MEMORY);
  const imports = sections.find(({ id }) => id === IMPORTS);
  const kept = imports ? withoutMemory(imports.content) : { count: 0, bytes: [] };
  const content = Uint8Array.from([...unsigned(kept.count + 1), ...kept.bytes, ...memory]);
  const rest = sections.filter((section) => section !== imports);
  const before = rest.filter(({ id }) => id === 1); // types come before imports
  const after = rest.filter(({ id }) => id !== 1);
  const parts = [...before, { id: IMPORTS, content }, ...after].map(({ id, content }) => [
    Uint8Array.from([id, ...unsigned(content.length)]),
    content,
  ]);
  return concatenate([binary.subarray(0, 8), ...parts.flat()]);
}

interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

function readSections(binary: Uint8Array): Section[] {
  const sections: Section[] = [];
  let at = 8; // behind the magic number and the version
  while (at < binary.length) {
    const id = binary[at] as number;
    const [size, start] = readUnsigned(binary, at + 1);
    sections.push({ id, content: binary.subarray(start, start + size) });
    at = start + size;
  }
  return sections;
}

/** The entries of an import section but a memory, which must come last to be found. */
function withoutMemory(content: Uint8Array): { count: number; bytes: Uint8Array } {
  const [count, start] = readUnsigned(content, 0);
  const own = [...name("env"), ...name("memory"), MEMORY_KIND];
  const text = String.fromCharCode(...content);
  const at = text.lastIndexOf(String.fromCharCode(...own));
  return at < 0
    ? { count, bytes: content.subarray(start) }
    : { count: count - 1, bytes: content.subarray(start, at) };
}

function readUnsigned(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number;
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function name(text: string): number[] {
  return [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
