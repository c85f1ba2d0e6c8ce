import { readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/*
 * Mends postgres 3.4.9, in place, wherever its files were installed: after `npm ci` and in the image. Where that was left
 * out, as `npm ci --ignore-scripts` does, connect.ts refuses to work.
 *
 * When a connection ends in the middle of a transaction, the driver as published writes the ROLLBACK to no socket, which
 * ends the process; keeps bytes for the next connection, which then never opens; and lets what is left of the transaction
 * run inside the next one on that connection, so that money is booked that nobody confirmed. Reported upstream as
 * porsager/postgres #1133, #1208 and #1216.
 *
 * When a connection has as much to do as it takes, it sends a BEGIN without being kept for that transaction; when it has
 * sent all that waited for the network, it is given to others in the middle of one. Either way statements of different
 * people run in one transaction, and what was answered may be rolled back. Reported as #1189, #1207 and #1218.
 *
 * Each test of mend-driver.test.ts fails on the driver as published.
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
 * Puts each fix where it is missing.
 *
 * @throws Error where the driver is neither as published nor mended: another version needs another look.
 */
export function mendDriver(): void {
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

/** Whether the driver has every fix. Reads two files of some 20 KB, which were just loaded. */
export function isMended(folder = driver()): boolean {
  return FIXES.every(({ file, mended }) => readFileSync(join(folder, file), 'utf8').includes(mended));
}

/** Where Node.js finds what `import 'postgres'` loads. */
function driver(): string {
  const manifest = findPackageJSON('postgres', import.meta.url);
  if (manifest === undefined) throw new Error('postgres is not installed');
  return join(dirname(manifest), 'src');
}

if (import.meta.main) mendDriver();
