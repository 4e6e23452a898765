/**
 * Compares names as people number them: runs of digits by their value, all else by its bytes, so that
 * `frame_2` comes before `frame_10`. The same on every machine; names of equal value differ by bytes.
 *
 * @returns Below 0 if a comes first, above 0 if b does, 0 for equal names.
 */
export function naturalOrder(a: string, b: string): number {
  const [parts, others] = [a.split(DIGITS), b.split(DIGITS)]; // text and digits in turn
  const shared = Math.min(parts.length, others.length);
  for (let at = 0; at < shared; at++) {
    const [part, other] = [parts[at] as string, others[at] as string];
    const order = at % 2 === 1 ? byValue(part, other) : byBytes(part, other);
    if (order !== 0) return order;
  }
  return parts.length - others.length || byBytes(a, b);
}

const DIGITS = /(\d+)/;

/** Digits of any length: numbers lose what is beyond 2^53. */
function byValue(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return x.length - y.length || byBytes(x, y);
}

function byBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
