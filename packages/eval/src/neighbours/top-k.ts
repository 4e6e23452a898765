/**
 * The places of the k largest values, largest first; of equal values the earlier place comes first.
 *
 * A heap whose root is the worst that is kept: one comparison for most values.
 */
export function topK(values: Float32Array, k: number, into: Int32Array): void {
  const worse = (a: number, b: number): boolean => {
    const [x, y] = [values[a] as number, values[b] as number];
    return x < y || (x === y && a > b);
  };
  for (let i = 0; i < k; i++) into[i] = i;
  for (let i = (k >> 1) - 1; i >= 0; i--) sink(into, i, k, worse);
  let bound = values[into[0] as number] as number;
  for (let i = k; i < values.length; i++) {
    // places rise, so a value equal to the worst one kept is worse than it
    if ((values[i] as number) <= bound) continue;
    into[0] = i;
    sink(into, 0, k, worse);
    bound = values[into[0] as number] as number;
  }
  for (let end = k - 1; end > 0; end--) {
    const root = into[0] as number;
    into[0] = into[end] as number;
    into[end] = root;
    sink(into, 0, end, worse);
  }
}

type Worse = (a: number, b: number) => boolean;

function sink(heap: Int32Array, start: number, length: number, worse: Worse): void {
  const moved = heap[start] as number;
  let at = start;
  for (let child = 2 * at + 1; child < length; child = 2 * at + 1) {
    if (child + 1 < length && worse(heap[child + 1] as number, heap[child] as number)) child++;
    if (!worse(heap[child] as number, moved)) break;
    heap[at] = heap[child] as number;
    at = child;
  }
  heap[at] = moved;
}
