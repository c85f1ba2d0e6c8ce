import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile, printMissing, printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { probed } from './measure-latencies-during-work.ts';
import { runProcess } from './measure-time-and-memory-of-command.ts';
import { watchMemory } from './peak-memory.ts';
import { asSuperuser } from './seed-book.ts';
import { type AppProcess, type Services, startApp } from './services-and-app-process.ts';
import { type Household, signUp } from './sign-up.ts';

const SMALL = 10_000;
const LARGE = 100_000;
const RUNS = 3;

/**
 * Measures imports of 10,000 and of 100,000 rows through the pages, beside Actual's own API with the same files, and how
 * quick others' pages are meanwhile. `@actual-app/api` is no package of ours: ACTUAL_API names a folder that has it
 * (`npm install --prefix FOLDER @actual-app/api`, which builds better-sqlite3), and ACTUAL_NODE the Node that runs it: with
 * version 24 better-sqlite3 12 ends in a crash.
 */
export async function benchImport(services: Services): Promise<void> {
  const app = await startApp(services, 8401);
  const worker = await startApp(services, 8403, { METRICS_PORT: '8403' }, 'app/worker/server.ts');
  const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
  const memory = { app: watchMemory(app.pid), worker: watchMemory(worker.pid) };
  const household = await signUp(app.url);
  try {
    const small = await bankFile(folder, SMALL);
    const ofPress: number[] = [];
    const ours = async () => {
      const { whole, press } = await imported(services, app, household, small);
      ofPress.push(press);
      return whole;
    };
    const theirs = actualApi();
    const rows = await sideBySide(
      {
        ...(theirs && { '@actual-app/api': () => byActual(theirs, small) }),
        'our pages: upload, look, import': ours,
      },
      RUNS,
    );
    printTable(`import of ${SMALL.toLocaleString('en')} rows of CSV`, 'ms', rows);
    const press = percentile(ofPress, 0.5).toFixed(0);
    console.log(`  (the request that imports, with all checks: median ${press} ms; reach: < 2000)`);
    if (!theirs) printMissing('@actual-app/api', 'ACTUAL_API names no folder that has it');

    await large({ services, app, household, file: await bankFile(folder, LARGE), theirs });
    for (const [name, peak] of Object.entries(memory)) {
      const { own, child } = peak();
      console.log(
        `  most memory of the ${name}: ${own.toFixed(0)} MiB, and ${child.toFixed(0)} of a process beside it (reach: < 256)`,
      );
    }
  } finally {
    await Promise.all([app.stop(), worker.stop()]);
    await rm(folder, { recursive: true });
  }
}

interface LargeImport {
  readonly services: Services;
  readonly app: AppProcess;
  readonly household: Household;
  readonly file: string;
  readonly theirs: string | undefined;
}

async function large({ services, app, household, file, theirs }: LargeImport): Promise<void> {
  const other = await signUp(app.url);
  const paths = ['/health', `/books/${other.book}/transactions`];
  const ask = { origin: app.url, paths, cookie: other.cookie };
  const quiet = await probed(ask, () => wait(5000));
  const busy = await probed(ask, () => imported(services, app, household, file));
  const undoing = await probed(ask, () => undone(busy.result.page, household));
  const rows = theirs ? [await byActual(theirs, file)] : [];
  printTable(`import of ${LARGE.toLocaleString('en')} rows of CSV, once`, 'ms', [
    ...rows.map((one) => single('@actual-app/api', one)),
    single('our pages and worker', busy.result.whole),
    single('undo of that', undoing.result),
  ]);
  console.log('  pages of others meanwhile, p50, p95 and max in ms');
  for (const [index, path] of ['/health', 'transactions'].entries()) {
    const of = (latencies: Record<string, number[]>) => figures(latencies[paths[index] ?? '']);
    console.log(
      `  ${path.padEnd(14)}quiet ${of(quiet.latencies)}   import ${of(busy.latencies)}   undo ${of(undoing.latencies)}`,
    );
  }
}

function single(name: string, value: number) {
  return { name, min: value, median: value, max: value };
}

/** Imports a file into a new account by the pages, as a browser would: milliseconds of all of it, and of its last press. */
async function imported(
  services: Services,
  { url }: AppProcess,
  { book, cookie }: Household,
  file: string,
): Promise<{ whole: number; press: number; page: string }> {
  const account = await newAccount(services, book);
  const list = `${url}/books/${book}/imports`;
  const began = performance.now();
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...(await hiddenFields(list, cookie)), account }))
    form.append(name, value);
  form.append('files', new File([readFileSync(file)], 'statement.csv'));
  const uploaded = await sent(list, cookie, form);
  const draft = new URL(uploaded, url).href;
  const fields = await pageWith(draft, cookie, 'value="import"');
  const pressed = performance.now();
  await sent(draft, cookie, new URLSearchParams({ ...fields, intent: 'import' }));
  const press = performance.now() - pressed;
  await pageWith(draft, cookie, '/undo"');
  return { whole: performance.now() - began, press, page: draft };
}

/** Undoes an import by its page: milliseconds until the page says so. */
async function undone(page: string, { cookie }: Household): Promise<number> {
  const shown = await (await fetch(page, { headers: { cookie } })).text();
  const form = shown.match(/<form [^>]*action="([^"]+\/undo)".*?<\/form>/s);
  const began = performance.now();
  await sent(new URL(form?.[1] ?? '', page).href, cookie, new URLSearchParams(fieldsIn(form?.[0] ?? '')));
  await pageWith(page, cookie, 'undone since');
  return performance.now() - began;
}

async function newAccount(services: Services, book: string): Promise<string> {
  const id = randomUUID();
  await asSuperuser(
    services,
    (sql) => sql`
      insert into account (book_id, id, name, kind, currency, opened_on)
      values (${book}, ${id}, ${`Account ${id}`}, 'bank', 'EUR', '2016-01-01')`,
  );
  return id;
}

async function sent(url: string, cookie: string, body: FormData | URLSearchParams): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: new URL(url).origin },
    body,
  });
  const location = response.headers.get('location');
  if (response.status !== 303 || location === null)
    throw new Error(
      `${url} answered ${response.status}: ${(await response.text()).replace(/^.*<main[^>]*>/s, '').slice(0, 500)}`,
    );
  return location;
}

/** Asks for a page until it has some markup; resolves to its hidden fields. */
async function pageWith(url: string, cookie: string, markup: string): Promise<Record<string, string>> {
  for (;;) {
    const page = await (await fetch(url, { headers: { cookie } })).text();
    if (page.includes(markup)) return fieldsIn(page);
    await wait(250);
  }
}

async function hiddenFields(url: string, cookie: string): Promise<Record<string, string>> {
  return fieldsIn(await (await fetch(url, { headers: { cookie } })).text());
}

/** Fields of the form with a key, as its page has them. */
function fieldsIn(page: string): Record<string, string> {
  const form =
    [...page.matchAll(/<form [^>]*>.*?<\/form>/gs)].find(([text]) => / name="key"/.test(text))?.[0] ?? '';
  const hidden = form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  const selected = form.matchAll(/<select[^>]* name="(to)".*?<option value="([^"]*)" selected/gs);
  return Object.fromEntries([...hidden, ...selected].map(([, name = '', value = '']) => [name, value]));
}

/** Folder of `@actual-app/api`; undefined where there is none. */
function actualApi(): string | undefined {
  const folder = process.env['ACTUAL_API'];
  return folder && existsSync(join(folder, 'node_modules/@actual-app/api')) ? folder : undefined;
}

async function byActual(folder: string, file: string): Promise<number> {
  const program = join(import.meta.dirname, 'programs/actual-import.mjs');
  const { output } = await runProcess(process.env['ACTUAL_NODE'] ?? process.execPath, [program, file], {
    env: { ACTUAL_API: folder },
  });
  return (JSON.parse(output) as { milliseconds: number }).milliseconds;
}

/** A statement of ten years, with 1,000 shops and an id for each row. */
async function bankFile(folder: string, rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const day = new Date(Date.UTC(2016, 0, 1) + Math.floor((row * 3650) / rows) * 86_400_000);
    const amount = (((row * 7919) % 20_000) / 100 + 1).toFixed(2).replace('.', ',');
    const memo = `Card payment ${row} EC 4711 terminal ${row % 53}`;
    return `${day.toISOString().slice(0, 10)};Shop ${row % 997} Berlin;${memo};-${amount};REF${100_000 + row}`;
  });
  const path = join(folder, `${rows}.csv`);
  await writeFile(path, `${['Date;Payee;Memo;Amount;Reference', ...lines].join('\n')}\n`);
  return path;
}

function figures(times: readonly number[] = []): string {
  return [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1).padStart(7)).join('');
}
