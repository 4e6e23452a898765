const SIGNATURES: readonly (readonly [at: number, bytes: string])[] = [
  [0, "\xff\xd8\xff"], // JPEG
  [0, "\x89PNG\r\n\x1a\n"],
  [0, "GIF8"],
  [8, "WEBP"],
  [4, "ftyp"], // AVIF
  [0, "II*\0"], // TIFF
  [0, "MM\0*"],
  [0, "II+\0"], // TIFF beyond 4 GiB
  [0, "MM\0+"],
];

/**
 * Checks by its first bytes that a file is in one of the formats that this package reads. libvips
 * would take others too, such as SVG, which is a program and not a picture.
 *
 * @throws {Error} If it is not.
 */
export function requirePictureFormat(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Error("Input Buffer is empty");
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (!SIGNATURES.some(([at, signature]) => start.startsWith(signature, at))) {
    throw new Error("Input buffer contains unsupported image format");
  }
}
