import { describe, expect, it } from 'vitest';
import { startApp } from '../../testing/start-app.ts';

const nowhere = { host: '127.0.0.1', port: 1, name: 'x', poolSize: 1, user: 'x', password: 'x' };

describe('the probes', () => {
  it('are content with an app that can work', async () => {
    const { visitor } = await startApp();
    for (const url of ['/health', '/health-check', '/ready']) {
      expect((await visitor().get(url)).statusCode, url).toBe(200);
    }
  });

  it('name the release that answers', async () => {
    const { visitor } = await startApp({ build: { version: '1.2.3', commit: 'a1b2c3d' } });
    for (const url of ['/health', '/health-check'])
      expect((await visitor().get(url)).json()).toEqual({
        status: 'alive',
        version: '1.2.3',
        commit: 'a1b2c3d',
      });
  });

  it('leave an app without Postgres alive, but give it no requests', async () => {
    const { visitor } = await startApp({ database: nowhere });
    expect((await visitor().get('/health')).statusCode).toBe(200);
    const ready = await visitor().get('/ready');
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'Postgres does not answer' }]);
  });

  it('do not mind an app that is busy with all of its connections', async () => {
    const { visitor, database, config } = await startApp();
    const { promise: told, resolve: end } = Promise.withResolvers<void>();
    const begun = Array.from({ length: config.database.poolSize }, () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      void database.sql.begin(() => {
        resolve();
        return told;
      });
      return promise;
    });
    await Promise.all(begun);
    expect((await visitor().get('/ready')).statusCode).toBe(200);
    end();
  });

  it('do not mind Redis', async () => {
    const { visitor } = await startApp({
      redis: { url: 'redis://127.0.0.1:1', password: '', keyPrefix: '', patience: 200, rest: 1000 },
    });
    expect((await visitor().get('/ready')).statusCode).toBe(200);
  });

  it('give a draining app no more requests, while it still answers and ends its connections', async () => {
    const { app, visitor } = await startApp();
    app.draining = true;
    expect((await visitor().get('/ready')).json()).toEqual({ status: 'draining' });
    expect((await visitor().get('/health')).statusCode).toBe(200);
    const page = await visitor().get('/');
    expect([page.statusCode, page.headers['connection']]).toEqual([200, 'close']);
  });
});
