import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../database/connect.ts';
import { makeResetLink } from '../../database/reset-link.ts';
import { newToken, tokenHash } from '../../secret-token.ts';
import { ownerOf } from '../../testing/databases.ts';
import { logLines } from '../../testing/log-lines.ts';
import { type SignedIn, type Started, startApp } from '../../testing/start-app.ts';

/* The operator sees in the log who signed in, who was refused, and from where; and nothing that lets anybody in. */

let started: Started;
let lines: Record<string, unknown>[];
beforeAll(async () => {
  started = await startApp({ logLevel: 'info' });
  lines = logLines(started.app);
});

const fresh = 'five other words for today';

describe('the log of a sign-in', () => {
  it('names the person and the address, by id, and where they went', async () => {
    const { ada, said } = await start();
    await ada.post('/sign-out');
    expect(said()).toEqual([{ level: 'info', msg: 'signed out', person: ada.person, ip: ada.remoteAddress }]);
    await ada.post('/sign-in', { email: ada.email, password: ada.password });
    expect(said()).toEqual([{ level: 'info', msg: 'signed in', person: ada.person, ip: ada.remoteAddress }]);
  });

  it('tells whose password was wrong, and nothing of whoever nobody is', async () => {
    const { ada, visitor, said } = await start();
    const stranger = visitor();
    const ip = stranger.remoteAddress;
    await stranger.post('/sign-in', { email: ada.email, password: 'hush hush' });
    const wrong = { level: 'warn', msg: 'sign-in refused: wrong password', ip };
    expect(said()).toEqual([{ ...wrong, person: ada.person }]);
    await stranger.post('/sign-in', { email: 'nobody@example.org', password: 'hush hush' });
    expect(said()).toEqual([wrong]);
    await stranger.post('/sign-in', { email: 'hush hush', password: '' }); // a password in the wrong field
    expect(said()).toEqual([wrong]);
    for (let n = 0; n < 9; n += 1)
      await stranger.post('/sign-in', { email: ada.email, password: 'hush hush' });
    said();
    await stranger.post('/sign-in', { email: ada.email, password: ada.password });
    const limit = { level: 'warn', msg: 'sign-in refused: too many wrong tries', ip };
    expect(said()).toEqual([{ ...limit, person: ada.person }]);
  });

  it('tells who signed up', async () => {
    const { signedIn, said } = await start();
    const ben = await signedIn('Ben');
    const line = { level: 'info', person: ben.person, ip: ben.remoteAddress };
    expect(said()).toEqual([
      { ...line, msg: 'signed up' },
      { ...line, msg: 'signed in' },
    ]);
  });
});

describe('the log of a password', () => {
  it('tells whose was changed, whose was not, and whose sessions were ended', async () => {
    const { ada, said } = await start();
    const line = { person: ada.person, ip: ada.remoteAddress };
    const change = (current: string) => ada.post('/settings/password', { current, password: fresh });
    await change('hush hush');
    expect(said()).toEqual([{ ...line, level: 'warn', msg: 'password not changed: wrong password' }]);
    await change(ada.password);
    expect(said()).toEqual([
      { ...line, level: 'info', msg: 'signed in' },
      { ...line, level: 'info', msg: 'password changed' },
    ]);
    await ada.post('/settings/sessions/end', { session: 'others' });
    await ada.post('/settings/sessions/end', { session: '0'.repeat(64) });
    expect(said()).toEqual([
      { ...line, level: 'info', msg: 'other sessions ended' },
      { ...line, level: 'info', msg: 'session ended' },
    ]);
    for (let n = 0; n < 11; n += 1) await change('hush hush');
    expect(said().at(-1)).toEqual({
      ...line,
      level: 'warn',
      msg: 'password not changed: too many wrong tries',
    });
  });

  it('tells whose was set by a link', async () => {
    const { ada, visitor, said, config, secrets } = await start();
    const owner = connect(ownerOf(config.database.name));
    const token = newToken();
    secrets.push(token, tokenHash(token).toString('hex'));
    expect(await makeResetLink(owner, ada.email, tokenHash(token))).toBe(true);
    await owner.end();
    const browser = visitor();
    await browser.get(`/reset-password?token=${token}`);
    await browser.post('/reset-password', { token: newToken(), password: fresh });
    expect(said()).toEqual([]);
    await browser.post('/reset-password', { token, password: fresh });
    expect(said()).toEqual([
      { level: 'info', msg: 'password set by a link', person: ada.person, ip: browser.remoteAddress },
    ]);
  });
});

/** Signs somebody in, and collects what is logged from then on. */
async function start() {
  const ada = await started.signedIn();
  lines.length = 0;
  const secrets = [ada.email, ada.password, fresh, 'hush hush', 'nobody@example.org', ...tokensOf(ada)];

  /** Messages since the last call, each with the address of its request; never with a secret. */
  function said() {
    const text = JSON.stringify(lines);
    for (const secret of [...secrets, ...tokensOf(ada)]) expect(text).not.toContain(secret);
    const addresses = new Map(lines.filter(({ ip }) => ip).map(({ reqId, ip }) => [reqId, ip]));
    const told = lines.splice(0).filter(({ msg }) => msg !== undefined);
    return told.map(({ reqId, timestamp: _, ...line }) => ({ ...line, ip: addresses.get(reqId) }));
  }
  return { ...started, ada, said, secrets };
}

function tokensOf({ cookies }: SignedIn): string[] {
  return [...cookies.values()].map((value) => decodeURIComponent(value).split('.')[0] ?? '');
}
