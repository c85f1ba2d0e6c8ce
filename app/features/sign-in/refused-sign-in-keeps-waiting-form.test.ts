import { describe, expect, it } from 'vitest';
import { limits } from '../../plugins/rate-limit.ts';
import { exhaustLimit } from '../../testing/fill-rate-limit-counter.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { preservedTransaction, signIn, splitTransaction } from '../../testing/preserved-transaction.ts';
import { queued, room } from './derivation-queue.ts';

describe('a sign-in that cannot be taken just now', () => {
  const together = async (home: Household, status: number, asked: string) => {
    const { path } = home;
    const put = await signIn(home.ada, home.ada, asked);
    expect(put.statusCode, put.body).toBe(status);
    expect(Number(put.headers['retry-after'])).toBeGreaterThan(0);
    expect(findForm(put.body, '/sign-in')).toMatchObject({ email: home.ada.email, password: '' });
    expect(put.body).not.toContain(home.ada.password);
    return { path: `${path}/transactions`, body: put.body };
  };
  const comesBack = async (home: Household, { path, body }: { path: string; body: string }) => {
    const back = await signIn(home.ada, home.ada, body);
    expect([back.statusCode, findForm(back.body, path)]).toMatchObject([200, { payee: 'Corner Shop' }]);
  };

  it.each([
    { by: 'no device', device: '' },
    { by: 'a made-up device', device: 'd'.repeat(43) },
  ])('in a flood has what was kept all the same, and where it led, by $by', async ({ device }) => {
    const home = await household();
    const { asked } = await preservedTransaction(home);
    home.ada.cookies.set('device', device);
    await exhaustLimit(home, home.ada, limits.signIn);
    const put = await together(home, 429, asked);
    expect(put.body).toContain('There is a limit to what is taken from one network');
    await exhaustLimit(home, home.ada, limits.signIn, -limits.signIn.max);
    await comesBack(home, put);
    const next = { next: `${home.path}/accounts`, email: 'nobody@example.org', password: 'x' };
    await exhaustLimit(home, home.ada, limits.signIn);
    const neighbour = Object.assign(home.visitor(), { remoteAddress: home.ada.remoteAddress });
    const plain = await neighbour.post('/sign-in', next);
    expect([plain.statusCode, findForm(plain.body, '/sign-in')]).toMatchObject([429, { next: next.next }]);
  });

  it('as there is no room for another hash has it, too', async () => {
    const home = await household();
    const { asked } = await preservedTransaction(home);
    const gate = Promise.withResolvers<void>();
    const waiting = Array.from({ length: room.places + room.waiting }, () => queued(() => gate.promise));
    const put = await together(home, 503, asked);
    expect(put.body).toContain('Very many people are signing in right now.');
    gate.resolve();
    await Promise.all(waiting);
    await comesBack(home, put);
  });

  it('as the database is away has it, too, whatever session the browser still tells of', async () => {
    const home = await household();
    const { path, typed } = await splitTransaction(home);
    await home.rows`update session set expires_at = now()`;
    const told = home.ada.cookies.get('session') ?? '';
    const asked = (await home.ada.post(path, typed)).body;
    home.ada.cookies.set('session', told);
    const { name } = home.config.database;
    await home.rows.unsafe(`alter database ${name} connection limit 0`); // the test's superuser is still admitted
    await home.rows`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`;
    const put = await together(home, 503, asked);
    await home.rows.unsafe(`alter database ${name} connection limit -1`);
    await comesBack(home, put);
  });

  it('says no more where its page cannot be shown either', async () => {
    const home = await household();
    const visitor = home.visitor();
    await exhaustLimit(home, visitor, limits.signIn);
    const answer = await visitor.post('/sign-in', { _csrf: 'made.up', email: 'a@b.cd', password: 'x' });
    expect([answer.statusCode, findForm(answer.body, '/sign-in')]).toEqual([429, undefined]);
  });
});
