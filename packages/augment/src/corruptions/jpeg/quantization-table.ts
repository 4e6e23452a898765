// ITU-T T.81, annex K, tables K.1 and K.2, row by row.
const LUMA = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();
const CHROMA = [
  [17, 18, 24, 47, 99, 99, 99, 99],
  [18, 21, 26, 66, 99, 99, 99, 99],
  [24, 26, 56, 99, 99, 99, 99, 99],
  [47, 66, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
  [99, 99, 99, 99, 99, 99, 99, 99],
].flat();

/**
 * The standard's example tables, scaled as libjpeg's `jpeg_set_quality` does.
 *
 * @param quality - An integer in [1, 100]; 50 is the standard's own table.
 * @returns `[8, 8]`, integers in [1, 255].
 */
export function quantizationTable(of: "luma" | "chroma", quality: number): Int32Array {
  const percent = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  return Int32Array.from(of === "luma" ? LUMA : CHROMA, (step) =>
    Math.min(Math.max(Math.trunc((step * percent + 50) / 100), 1), 255),
  );
}
