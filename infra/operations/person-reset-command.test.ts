import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Visitor } from '../e2e/platform/http-client-with-cookies.ts';
import { freePort } from '../local/find-or-require-free-port.ts';
import { HOST } from '../local/postgres.ts';

const fresh = 'a wholly different sentence';
const known = { email: 'ada@example.org', password: 'four quiet words here' };

describe('npm run person', () => {
  const folder = mkdtempSync(join(tmpdir(), 'finance-person-'));
  let origin: string;
  let app: ChildProcess;
  const visitors: Visitor[] = [];
  const visitor = () => {
    const made = new Visitor(origin, origin);
    visitors.push(made);
    return made;
  };

  beforeAll(() => chmodSync(folder, 0o755)); // run by root, Postgres is another user
  afterAll(async () => {
    for (const one of visitors) one.close();
    app?.kill('SIGTERM');
    if (app?.exitCode === null) await once(app, 'exit');
    rmSync(folder, { recursive: true });
  });

  it.each([
    [[]],
    [['reset']],
    [['reset', 'a', 'b']],
    [['toString', 'a']],
    [['reset', 'a', '--stac', 'dev']],
  ])('says how it is called to %j', async (args) => {
    const { code, output } = await person(...args);
    expect(code).toBe(1);
    expect(output).toContain('usage: npm run person -- reset ADDRESS [--stack STACK | --data FOLDER]');
  });

  it('says that the app does not run, and what to type', async () => {
    const { code, output } = await person('reset', known.email, '--data', folder);
    expect(code).toBe(1);
    expect(output).toContain(`the app does not run on ${folder}: type npm start`);
    expect(output).not.toMatch(/^ +at /m);
  });

  it('signs somebody out and prints a link by which they set a new password, while npm start runs', async () => {
    await startApp();
    const ada = visitor();
    await ada.get('/sign-up');
    const form = { ...known, name: 'Ada', currency: 'EUR', timeZone: 'UTC' };
    expect((await ada.post('/sign-up', form)).status).toBe(303);

    const { code, output } = await person('reset', 'ADA@Example.org', '--data', folder);
    expect(code, output).toBe(0);
    const [, path = ''] =
      new RegExp(`^${origin}(/reset-password\\?token=[\\w-]{43})$`, 'm').exec(output) ?? [];
    expect((await ada.get('/settings')).status).toBe(303);

    const somebody = visitor();
    expect((await somebody.get(path)).status).toBe(200);
    const set = { token: path.slice(path.indexOf('=') + 1), password: fresh };
    expect((await somebody.post('/reset-password', set)).headers.location).toBe('/sign-in?done=reset');
    await somebody.get('/sign-in');
    expect((await somebody.post('/sign-in', { ...known, password: fresh })).status).toBe(303);
    expect((await somebody.get('/settings/sign-in')).body).toContain('New password set by that link');
  });

  it('says that nobody has an address, and makes no link', async () => {
    const { code, output } = await person('reset', 'eve@example.org', '--data', folder);
    expect({ code, output }).toEqual({ code: 1, output: 'nobody has signed up with eve@example.org\n' });
  });

  async function startApp(): Promise<void> {
    const port = await freePort(HOST);
    origin = `http://${HOST}:${port}`;
    const args = [
      join(import.meta.dirname, '../local/start-command.ts'),
      '--port',
      String(port),
      '--data',
      folder,
    ];
    app = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const text of app.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
      said += text;
      if (said.includes(`open ${origin}`)) break;
    }
    expect(said).toContain(`open ${origin}`);
    app.stdout?.resume();
  }
});

async function person(...args: readonly string[]) {
  const command = [join(import.meta.dirname, 'create-password-reset-link-command.ts'), ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
