// Imports a CSV file by Actual's own API, from `@actual-app/api` in the folder that the environment variable ACTUAL_API names,
// into a new budget without a server; prints milliseconds from the file to stored rows, and how many there are.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [file] = process.argv.slice(2);
const printed = console.log;
console.log = () => {}; // of the library
const api = createRequire(join(process.env.ACTUAL_API, 'package.json'))('@actual-app/api');
const dataDir = mkdtempSync(join(tmpdir(), 'actual-'));
try {
  const internal = await api.init({ dataDir });
  await api.internal.send('create-budget', { budgetName: 'Bench', avoidUpload: true, testMode: false });
  const account = await api.createAccount({ name: 'Everyday', type: 'checking' }, 0);
  const began = performance.now();
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = header.split(';');
  const rows = lines.map((line) => {
    const cells = Object.fromEntries(line.split(';').map((cell, at) => [names[at], cell]));
    return {
      account,
      date: cells.Date,
      amount: Math.round(Number(cells.Amount.replace(',', '.')) * 100),
      payee_name: cells.Payee,
      notes: cells.Memo,
      imported_id: cells.Reference,
    };
  });
  const { added } = await api.importTransactions(account, rows);
  const milliseconds = performance.now() - began;
  printed(JSON.stringify({ milliseconds, added: added.length, internal: internal !== undefined }));
} finally {
  await api.shutdown();
  rmSync(dataDir, { recursive: true, force: true });
}
