import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { doubled, halved } from "./jpeg/chroma.ts";
import { pixelsOf, ycbcrOf } from "./jpeg/colour.ts";
import type { Plane } from "./jpeg/plane.ts";
import { quantizationTable } from "./jpeg/quantization-table.ts";
import { quantizedPlane } from "./jpeg/quantized-plane.ts";

/** libjpeg's, in [1, 100]. */
const QUALITY: SeverityTables<number> = {
  imagenet: [25, 18, 15, 10, 7],
  small: [80, 65, 58, 50, 40],
};

/**
 * What is left of a picture that was saved as JPEG and read again: baseline, colour at half the resolution
 * (4:2:0), as Pillow saves it. No file is made: the rest of JPEG loses nothing.
 *
 * @see ITU-T T.81, 1992; libjpeg-turbo, jcsample.c and jdsample.c
 */
export const jpegCompression: Corruption = (picture, settings) => {
  const quality = parametersOf(QUALITY, settings);
  const [fine, coarse] = [quantizationTable("luma", quality), quantizationTable("chroma", quality)];
  const { luma, blue, red } = ycbcrOf(picture);
  const chroma = (full: Plane) => doubled(quantizedPlane(halved(full), coarse), picture);
  return pixelsOf({ luma: quantizedPlane(luma, fine), blue: chroma(blue), red: chroma(red) });
};
