import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { frostTexture } from "./frost-texture.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** What is left of the picture, and how much of the frost is added. */
const FROST: SeverityTables<{ picture: number; ice: number }> = {
  imagenet: [
    { picture: 1, ice: 0.4 },
    { picture: 0.8, ice: 0.6 },
    { picture: 0.7, ice: 0.7 },
    { picture: 0.65, ice: 0.7 },
    { picture: 0.6, ice: 0.75 },
  ],
  small: [
    { picture: 1, ice: 0.2 },
    { picture: 1, ice: 0.3 },
    { picture: 0.9, ice: 0.4 },
    { picture: 0.85, ice: 0.4 },
    { picture: 0.75, ice: 0.45 },
  ],
};

/** Means by channel, and standard deviation, of the five photographs that the benchmark chooses from: levels. */
const PHOTOGRAPHS: readonly { colour: readonly [number, number, number]; deviation: number }[] = [
  { colour: [78, 149, 166], deviation: 19 },
  { colour: [201, 205, 215], deviation: 22 },
  { colour: [201, 205, 215], deviation: 22 },
  { colour: [138, 153, 165], deviation: 29 },
  { colour: [112, 123, 135], deviation: 43 },
];

/**
 * Adds frost to the picture, which is dimmed.
 *
 * The benchmark adds photographs of frost, whose licence is not known. Here the frost is procedural, with
 * the mean colour and the contrast of one of those photographs: figures are not comparable.
 */
export const frost: Corruption = (picture, settings) => {
  const { picture: left, ice } = parametersOf(FROST, settings);
  const { random, table } = settings;
  const { colour, deviation } = PHOTOGRAPHS[random.integer(5)] as (typeof PHOTOGRAPHS)[number];
  const scale = table === "small" ? 0.2 : 1; // the photographs are shrunk so for CIFAR-10-C
  const texture = frostTexture(picture, { scale, random });
  const { values } = rasterOf(picture, 255);
  const frosted = values.map((x, i) => {
    const light = (colour[i % 3] as number) + deviation * (texture[Math.floor(i / 3)] as number);
    return left * x + ice * Math.min(Math.max(light, 0), 255);
  });
  return bytesOf({ values: frosted }, 255);
};
