/**
 * Shares an amount out by weights so that the parts sum to it exactly: each is rounded towards zero, and what is left goes,
 * unit by unit, to those with the largest remainder, of equal ones to the first (Hamilton's method).
 *
 * @param weights not negative, and not all zero
 */
export function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  if (all <= 0n || weights.some((weight) => weight < 0n)) throw new Error('Weights are above zero');
  const sign = amount < 0n ? -1n : 1n;
  const whole = amount * sign;
  const parts = weights.map((weight) => (whole * weight) / all);
  const left = parts.reduce((rest, part) => rest - part, whole);
  const byRemainder = [...weights.entries()]
    .map(([index, weight]) => ({ index, remainder: (whole * weight) % all }))
    .toSorted((one, other) =>
      one.remainder < other.remainder ? 1 : one.remainder > other.remainder ? -1 : 0,
    );
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => part * sign);
}
