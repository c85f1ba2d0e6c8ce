import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from './find-or-require-free-port.ts';
import { SUPERUSER } from './local-secrets.ts';
import { HOST, SUPERUSER_NAME } from './postgres.ts';

/* One folder goes through its life, so each test builds on the one before. */
describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'finance-start-'));
  const running: Start[] = [];
  let port: number;

  beforeAll(async () => {
    chmodSync(folder, 0o755); // run by root, Postgres is another user
    port = await freePort(HOST);
  });
  afterAll(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
    rmSync(folder, { recursive: true });
  });

  it('makes a database, and tells where the app is', async () => {
    await opened();
    expect((await fetch(`http://${HOST}:${port}/ready`)).status).toBe(200);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    await query("create table kept as select 'yes' as word");
    await query('alter table kept owner to finance_owner');
  });

  it('does the work of the night beside its pages', async () => {
    const done = 'select kind from worker.job where ended_at is not null and error is null order by kind';
    const kinds = [
      'check-receipt-files',
      'expire-drafts',
      'expire-idempotency-keys',
      'expire-jobs',
      'expire-receipt-files',
      'expire-sample-books',
      'expire-sessions',
      'expire-waiting-receipts',
    ];
    await expect.poll(() => query(done)).toEqual(kinds.map((kind) => ({ kind })));
  });

  it('refuses a second start on the folder, and names the first', async () => {
    const { code, output } = await start(await freePort(HOST)).ended;
    expect(code).toBe(1);
    expect(output).toContain(`already runs on ${folder}, as process ${running.at(-1)?.child.pid}`);
    expect(output).not.toMatch(/^ +at /m);
  });

  it('ends at Ctrl-C, and leaves nothing running', async () => {
    const output = await interrupted();
    expect(output.trim().split('\n').at(-1)).toBe('finance: stopped');
    expect(output).toContain('"msg":"stopped"');
    expect(existsSync(join(folder, 'postgres/data/postmaster.pid'))).toBe(false);
    expect(readFileSync(join(folder, 'postgres/server.log'), 'utf8')).toContain(
      'received fast shutdown request',
    );
    expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  });

  it('finds its data again', async () => {
    await opened();
    expect(await query('select word from kept')).toEqual([{ word: 'yes' }]);
  });

  it('takes over what a killed start left running', async () => {
    running.at(-1)?.child.kill('SIGKILL');
    await running.at(-1)?.ended;
    await opened();
    expect(await query('select word from kept')).toEqual([{ word: 'yes' }]);
    await interrupted();
  });

  it('runs on a copy of its folder, which is a backup', async () => {
    const copy = `${folder}-copy`;
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    execFileSync('cp', ['-a', folder, copy]);
    await opened(copy);
    expect(await query('select word from kept', copy)).toEqual([{ word: 'yes' }]);
    await interrupted();
    expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  });

  it('names a taken port, before anything is started', async () => {
    const server = createServer().listen(port, HOST);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { code, output } = await start(port).ended;
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^finance: port ${port} is taken: choose another, .*--port \\d+\n$`));
  });

  it('says which folder is broken, and deletes nothing', async () => {
    const control = join(folder, 'postgres/data/global/pg_control');
    truncateSync(control, 0);
    const { code, output } = await start(port).ended;
    expect(code).toBe(1);
    expect(output).toContain(`Postgres cannot start on ${folder}/postgres/data. Nothing was deleted.`);
    expect(output).toContain(`mv ${folder}/postgres/data ${folder}/postgres/data.broken`);
    expect(output).not.toMatch(/^ +at /m);
    expect(existsSync(control)).toBe(true);
  });

  it.each([
    ['of another version', '17\n', 'It is of Postgres 17'],
    ['that is none', undefined, 'It has no file PG_VERSION'],
  ])('does not touch a database %s', async (_, version, message) => {
    const file = join(folder, 'postgres/data/PG_VERSION');
    rmSync(file);
    if (version !== undefined) writeFileSync(file, version);
    const { code, output } = await start(port).ended;
    expect(code).toBe(1);
    expect(output).toContain(message);
    if (version === undefined) writeFileSync(file, '18\n');
  });

  interface Start {
    readonly child: ChildProcess;
    readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
    /** Output so far. */
    readonly said: () => string;
  }

  function start(at: number, data = folder): Start {
    const args = [join(import.meta.dirname, 'start-command.ts'), '--port', String(at), '--data', data];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        child.emit('said');
      });
    }
    const ended = once(child, 'exit').then(([code]) => ({ code, output }));
    return { child, ended, said: () => output };
  }

  /** Starts the app and waits until it prints its address. */
  async function opened(data = folder): Promise<void> {
    const started = start(port, data);
    running.push(started);
    while (!started.said().includes(`open http://${HOST}:${port}`)) {
      const end = await Promise.race([once(started.child, 'said'), started.ended]);
      if ('code' in end) throw new Error(`it ended with ${end.code}:\n${end.output}`);
    }
  }

  async function interrupted(): Promise<string> {
    const last = running.at(-1);
    last?.child.kill('SIGINT');
    const end = await last?.ended;
    expect(end?.code).toBe(0);
    return end?.output ?? '';
  }

  async function query(text: string, data = folder): Promise<unknown> {
    const password = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))[SUPERUSER];
    const at = Number(readFileSync(join(data, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[3]);
    const options = { host: HOST, port: at, username: SUPERUSER_NAME, password, database: 'finance', max: 1 };
    const sql = postgres(options);
    try {
      return [...(await sql.unsafe(text))];
    } finally {
      await sql.end();
    }
  }
});
