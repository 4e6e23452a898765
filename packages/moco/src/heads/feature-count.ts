/**
 * F, the length of a backbone's rows, which a default projector is made for.
 *
 * @throws {RangeError} If the backbone does not say.
 */
export function featureCountOf(
  caller: string,
  { featureCount }: { readonly featureCount?: number },
): number {
  if (featureCount === undefined) {
    throw new RangeError(
      `${caller}: projector must be given for a backbone without featureCount; got none.`,
    );
  }
  return featureCount;
}
