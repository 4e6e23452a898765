import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** Added to the value of hue, saturation and value, of 1 for white. */
const ADDED: SeverityTables<number> = {
  imagenet: [0.1, 0.2, 0.3, 0.4, 0.5],
  small: [0.05, 0.1, 0.15, 0.2, 0.3],
};

/** Raises the greatest channel of each pixel, up to white, and the others so that hue and saturation stay. */
export const brightness: Corruption = (picture, settings) => {
  const added = parametersOf(ADDED, settings);
  const { values } = rasterOf(picture, 1);
  for (let i = 0; i < values.length; i += 3) {
    const [hue, saturation, value] = hsv(values.subarray(i, i + 3));
    values.set(rgb(hue, saturation, Math.min(value + added, 1)), i);
  }
  return bytesOf({ values }, 1);
};

type Triple = [number, number, number];

/** Hue in [0, 1), saturation and value in [0, 1]; scikit-image's `rgb2hsv`. */
function hsv(pixel: Float64Array): Triple {
  const [red, green, blue] = pixel as unknown as Triple;
  const value = Math.max(red, green, blue);
  const range = value - Math.min(red, green, blue);
  if (range === 0) return [0, 0, value];
  const sixths =
    blue === value
      ? 4 + (red - green) / range
      : green === value
        ? 2 + (blue - red) / range
        : (green - blue) / range;
  return [sixths < 0 ? sixths / 6 + 1 : sixths / 6, range / value, value];
}

/** scikit-image's `hsv2rgb`. */
function rgb(hue: number, saturation: number, value: number): Triple {
  const sector = Math.floor(hue * 6);
  const share = hue * 6 - sector;
  const low = value * (1 - saturation);
  const falling = value * (1 - share * saturation);
  const rising = value * (1 - (1 - share) * saturation);
  const sectors: readonly Triple[] = [
    [value, rising, low],
    [falling, value, low],
    [low, value, rising],
    [low, falling, value],
    [rising, low, value],
    [value, low, falling],
  ];
  return sectors[sector % 6] as Triple;
}
