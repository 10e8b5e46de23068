/** The value below which a share of some values lies; 0 of none. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function findMedian(values: readonly number[]): number {
  return findQuantile(values, 0.5);
}
