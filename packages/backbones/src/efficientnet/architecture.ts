/** Blocks of one size of maps and channels; the first of them has the stride and changes the channels. */
export interface Stage {
  readonly blocks: number;
  /** Of the depthwise convolutions, pixels. */
  readonly kernel: 3 | 5;
  readonly stride: 1 | 2;
  /** Channels inside a block over those that come in. */
  readonly expansion: number;
  /** Channels that come out. */
  readonly outputs: number;
}

/** Channels of the first and the last convolution, and the stages between them. */
export interface Architecture {
  readonly stem: number;
  readonly stages: readonly Stage[];
  readonly head: number;
}

/** Table 1 of the paper; expansions as in MnasNet and the official code. */
const B0: Architecture = {
  stem: 32,
  stages: [
    { blocks: 1, kernel: 3, stride: 1, expansion: 1, outputs: 16 },
    { blocks: 2, kernel: 3, stride: 2, expansion: 6, outputs: 24 },
    { blocks: 2, kernel: 5, stride: 2, expansion: 6, outputs: 40 },
    { blocks: 3, kernel: 3, stride: 2, expansion: 6, outputs: 80 },
    { blocks: 3, kernel: 5, stride: 1, expansion: 6, outputs: 112 },
    { blocks: 4, kernel: 5, stride: 2, expansion: 6, outputs: 192 },
    { blocks: 1, kernel: 3, stride: 1, expansion: 6, outputs: 320 },
  ],
  head: 1280,
};

/**
 * B0 with its channels and blocks multiplied, rounded as in the official code: channels to the nearest
 * multiple of 8 that loses at most a tenth, blocks up.
 */
export function scaledArchitecture(widthMultiplier: number, depthMultiplier: number): Architecture {
  return {
    stem: scaledChannels(B0.stem, widthMultiplier),
    stages: B0.stages.map((stage) => ({
      ...stage,
      blocks: Math.ceil(stage.blocks * depthMultiplier),
      outputs: scaledChannels(stage.outputs, widthMultiplier),
    })),
    head: scaledChannels(B0.head, widthMultiplier),
  };
}

function scaledChannels(channels: number, multiplier: number): number {
  const exact = channels * multiplier;
  const nearest = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return nearest < 0.9 * exact ? nearest + 8 : nearest;
}
