type Triple = readonly [number, number, number];

/** Hue in [0, 1), saturation and value in [0, 1], of channels in [0, 1]; scikit-image's `rgb2hsv`. */
export function hsv(red: number, green: number, blue: number): Triple {
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

/** Red, green and blue; scikit-image's `hsv2rgb`. */
export function rgb(hue: number, saturation: number, value: number): Triple {
  const sector = Math.floor(hue * 6);
  const share = hue * 6 - sector;
  const low = value * (1 - saturation);
  const falling = value * (1 - share * saturation);
  const rising = value * (1 - (1 - share) * saturation);
  switch (sector % 6) {
    case 0:
      return [value, rising, low];
    case 1:
      return [falling, value, low];
    case 2:
      return [low, value, rising];
    case 3:
      return [low, falling, value];
    case 4:
      return [rising, low, value];
    default:
      return [value, low, falling];
  }
}
