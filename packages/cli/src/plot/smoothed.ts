/**
 * A moving average of values, as TensorBoard has it: of the weights w^k of the values k places before,
 * which are scaled to a sum of 1, so that the first values are not drawn towards 0.
 *
 * Values that are not finite stay as they are and count for nothing.
 *
 * @param weight - w in [0, 1): 0 changes nothing.
 * @see https://github.com/tensorflow/tensorboard/blob/2.21.0/tensorboard/webapp/widgets/line_chart_v2/data_transformer.ts
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let [sum, weights] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = weight * sum + (1 - weight) * value;
    weights = weight * weights + (1 - weight);
    return sum / weights;
  });
}
