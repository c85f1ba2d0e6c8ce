import { Gauge, type Registry } from 'prom-client';
import type { Sql } from '../database/connect.ts';

/** Creates the metric of the files of receipts; the function shows in it what the last nightly check found, whoever did it. */
export function receiptMetrics(registry: Registry): (sql: Sql) => Promise<void> {
  const files = new Gauge({
    name: 'app_receipt_files',
    help: 'Files of receipts as of the last nightly check: listed in the database, missing in the store, or there and unlisted',
    labelNames: ['what'],
    registers: [registry],
  });
  return async (sql) => {
    const rows = await sql<{ what: string; count: number }[]>`select * from worker.last_receipt_check()`;
    for (const { what, count } of rows) files.set({ what }, count);
  };
}
