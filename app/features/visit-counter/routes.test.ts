import { describe, expect, it } from 'vitest';
import { noRedis } from '../../testing/skip-reasons.ts';
import { startApp } from '../../testing/start-app.ts';

describe('the counter of visits', () => {
  it.skipIf(noRedis)(`counts on all pods together${noRedis}`, async () => {
    const one = await startApp();
    const two = await startApp({ redis: one.config.redis });
    await expect.poll(() => one.app.redis.ask((redis) => redis.ping())).toBe('PONG');
    await expect.poll(() => two.app.redis.ask((redis) => redis.ping())).toBe('PONG');
    expect((await one.visitor().get('/api/visitors')).json()).toEqual({ visitors: 1 });
    expect((await two.visitor().get('/api/visitors')).json()).toEqual({ visitors: 2 });
  });

  it('does not know the number without Redis, and says so without failing', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const response = await visitor().get('/api/visitors');
    expect([response.statusCode, response.json()]).toEqual([200, { visitors: null }]);
  });
});
