import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { requireSuccess, run } from '../run-process.ts';

/** A chart as its repository has it. */
export interface PackedChart {
  /** What its `Chart.yaml` says: the entry of the repository's index. */
  readonly metadata: { readonly name: string; readonly version: string };
  readonly fileName: string;
  /** The packed chart, in base64. */
  readonly archive: string;
}

/**
 * Packs a chart.
 *
 * @param files text by path, `Chart.yaml` among them
 * @param from folder whose files it has besides; @default none
 */
export async function packChart(
  files: Readonly<Record<string, string>>,
  from?: string,
): Promise<PackedChart> {
  const folder = mkdtempSync(join(tmpdir(), 'finance-chart-'));
  try {
    const metadata = parse(files['Chart.yaml'] ?? '');
    const chart = join(folder, metadata.name);
    if (from === undefined) mkdirSync(chart);
    // Modules of Go are read-only.
    else requireSuccess('cp', await run('cp', ['-r', '--no-preserve=mode', from, chart]));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(chart, path)), { recursive: true });
      writeFileSync(join(chart, path), text);
    }
    const fileName = `${metadata.name}-${metadata.version}.tgz`;
    requireSuccess('tar', await run('tar', ['-czf', fileName, metadata.name], { cwd: folder }));
    return { metadata, fileName, archive: readFileSync(join(folder, fileName)).toString('base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
