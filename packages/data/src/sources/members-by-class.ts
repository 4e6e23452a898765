/** The pictures of each class that has any, in the source's order; classes by number. */
export function membersByClass(labels: Int32Array): number[][] {
  const members = new Map<number, number[]>();
  labels.forEach((label, index) => {
    const of = members.get(label);
    if (of === undefined) members.set(label, [index]);
    else of.push(index);
  });
  return [...members].sort(([a], [b]) => a - b).map(([, of]) => of);
}
