/** Runs a contender once and gives its figure; lower is better unless the section says otherwise. */
export type Contender = () => Promise<number> | number;

export interface Row {
  readonly name: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/**
 * Runs the contenders in turn (A B C A B C …), so that a machine whose speed drifts treats all alike.
 * The first round warms up and does not count.
 */
export async function sideBySide(contenders: Record<string, Contender>, runs = 7): Promise<Row[]> {
  const names = Object.keys(contenders);
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= runs; round += 1) {
    for (const [name, contender] of Object.entries(contenders)) {
      const sample = await contender();
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  return names.map((name) => summary(name, samples.get(name) ?? []));
}

/** Prints a table; every row is compared with the first one. */
export function printTable(title: string, unit: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  const base = rows[0]?.median ?? Number.NaN;
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const row of rows) {
    const figures = [row.min, row.median, row.max].map((n) => round(n).padStart(9)).join('');
    const ratio = row.median === base ? '' : `  ${(row.median / base).toFixed(2)} ×`;
    console.log(`  ${row.name.padEnd(width)}${figures} ${unit}${ratio}`);
  }
}

/** Prints why a contender is missing, instead of dropping it silently. */
export function printMissing(name: string, remedy: string): void {
  console.log(`  (${name} not measured: ${remedy})`);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the given share (0–1) of the samples lies; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function summary(name: string, values: readonly number[]): Row {
  return { name, min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
