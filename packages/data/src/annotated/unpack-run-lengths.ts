const CODE_OF_ZERO = 48;

/**
 * The runs in COCO's packed text: five bits a character, the lowest first, a sixth bit where the number
 * goes on; from the fourth run on, what is written is the difference to the last but one.
 *
 * @throws {Error} If the text has other characters or ends inside a number.
 *
 * @see rleFrString of cocoapi/common/maskApi.c
 */
export function unpackRunLengths(text: string): number[] {
  const runs: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let shift = 0;
    let goesOn = true;
    while (goesOn) {
      const code = text.charCodeAt(at++) - CODE_OF_ZERO;
      if (!(code >= 0 && code < 64)) {
        const problem = at > text.length ? "the text ends inside a number" : "a wrong character";
        throw new Error(`${problem} at ${at - 1}`);
      }
      value |= (code & 0x1f) << shift;
      goesOn = (code & 0x20) !== 0;
      shift += 5;
      if (!goesOn && (code & 0x10) !== 0 && shift < 32) value |= -1 << shift; // negative
    }
    runs.push(runs.length > 2 ? value + (runs[runs.length - 2] as number) : value);
  }
  return runs;
}
