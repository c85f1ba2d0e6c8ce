import { readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/*
 * Patches postgres 3.4.9 in place, wherever it was installed: after `npm ci` and in the image. Without the patch, as
 * after `npm ci --ignore-scripts`, connect.ts refuses to work.
 *
 * When a connection ends in the middle of a transaction, the published driver writes the ROLLBACK to a null socket,
 * which ends the process; keeps buffered bytes for the next connection, which then never opens; and runs the rest of
 * the transaction inside the next one on that connection, which commits postings that nobody confirmed. Reported
 * upstream as porsager/postgres #1133, #1208 and #1216.
 *
 * When a connection's pipeline is full, the driver sends a BEGIN without reserving the connection for that transaction;
 * once the backlog is sent, it hands the connection to other queries in the middle of one. Either way, statements of
 * different people run in one transaction, and a confirmed write may be rolled back. Reported as #1189, #1207 and
 * #1218.
 *
 * Each test of patch-installed-driver.test.ts fails on the published driver.
 */

interface Fix {
  readonly file: string;
  readonly published: string;
  readonly mended: string;
}

export const FIXES: readonly Fix[] = [
  {
    file: 'connection.js',
    published: `  async function closed(hadError) {
    incoming = Buffer.alloc(0)
    remaining = 0
    incomings = null
    clearImmediate(nextWriteTimer)
`,
    mended: `  async function closed(hadError) {
    incoming = Buffer.alloc(0)
    remaining = 0
    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    terminated = true
`,
  },
  {
    file: 'connection.js',
    published: `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime = performance.now()
`,
    mended: `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
    result = new Result()
    closedTime = performance.now()
`,
  },
  {
    file: 'connection.js',
    published: `  function nextWrite(fn) {
`,
    mended: `  function nextWrite(fn) {
    if (!socket)
      return chunk = nextWriteTimer = null
`,
  },
  {
    file: 'index.js',
    published: `        new Promise((_, reject) => connection.onclose = reject)
`,
    mended: `        new Promise((_, reject) => connection.onclose = error => {
          lost = error
          while (queries.length)
            queries.shift().reject(error)
          reject(error)
        })
`,
  },
  {
    file: 'index.js',
    published: `    let savepoints = 0
      , connection
`,
    mended: `    let savepoints = 0
      , lost = null
      , connection
`,
  },
  {
    file: 'index.js',
    published: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full
`,
    mended: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full
`,
  },
  {
    file: 'connection.js',
    published: `      return write(toBuffer(q))
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
        && (!q.options.onexecute || q.options.onexecute(connection))
`,
    mended: `      const written = write(toBuffer(q))
      if (q.options.onexecute)
        return q.options.onexecute(connection), false
      return written
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
`,
  },
  {
    file: 'connection.js',
    published: `    !query && onopen(connection)
`,
    mended: `    !query && !connection.reserved && onopen(connection)
`,
  },
];

/**
 * Applies each fix that is missing.
 *
 * @throws Error when the driver is neither as published nor patched: another version needs a new review
 */
export function patchDriver(): void {
  for (const { file, published, mended } of FIXES) {
    const path = join(driver(), file);
    const text = readFileSync(path, 'utf8');
    if (text.includes(mended)) continue;
    if (text.split(published).length !== 2) throw new Error(`postgres/${file} is not the one of 3.4.9`);
    writeFileSync(
      path,
      text.replace(published, () => mended),
    );
  }
}

/** True when the driver has every fix. Reads two files of about 20 KB, which have just been loaded. */
export function isPatched(folder = driver()): boolean {
  return FIXES.every(({ file, mended }) => readFileSync(join(folder, file), 'utf8').includes(mended));
}

/** Folder of the sources that `import 'postgres'` loads. */
function driver(): string {
  const manifest = findPackageJSON('postgres', import.meta.url);
  if (manifest === undefined) throw new Error('postgres is not installed');
  return join(dirname(manifest), 'src');
}

if (import.meta.main) patchDriver();
