/** Width and height of a JPEG as it is stored, from its frame header; undefined if there is none. */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const at = (i: number): number => bytes[i] ?? 0;
  if (at(0) !== 0xff || at(1) !== 0xd8) return undefined;
  for (let i = 2; i + 9 <= bytes.length; ) {
    if (at(i) !== 0xff) return undefined;
    const marker = at(i + 1);
    if (marker === 0xff) {
      i++; // padding
      continue;
    }
    // start of frame: C0 to CF, but for tables (C4), an extension (C8) and arithmetic coding's conditions (CC)
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) {
      return { height: 256 * at(i + 5) + at(i + 6), width: 256 * at(i + 7) + at(i + 8) };
    }
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7); // markers without a length
    i += 2 + (alone ? 0 : 256 * at(i + 2) + at(i + 3));
  }
  return undefined;
}
