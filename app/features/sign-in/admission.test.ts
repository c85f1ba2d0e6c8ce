import fastify from 'fastify';
import { expect, it } from 'vitest';
import { admission } from './admission.ts';

it('lets in as many as there is room for, and the next ones once these are done', async () => {
  const app = fastify();
  const gate = Promise.withResolvers<void>();
  const reached: string[] = [];
  app.post('/:who', { onRequest: admission({ places: 1, waiting: 2 }) }, async (request) => {
    reached.push((request.params as { who: string }).who);
    await gate.promise;
    return 'done';
  });
  // It is sent with the first `then`.
  const ask = (who: number) => app.inject({ method: 'POST', url: `/${who}` }).then((answer) => answer);
  const asked = [1, 2, 3, 4, 5].map(ask);
  expect((await Promise.all(asked.slice(3))).map(({ statusCode }) => statusCode)).toEqual([503, 503]);
  gate.resolve();
  expect((await Promise.all(asked)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 503, 503]);
  expect(reached.sort()).toEqual(['1', '2', '3']);
  expect((await ask(6)).statusCode).toBe(200);
  await app.close();
});

it('takes who leaves before the answer for somebody who has left', async () => {
  const app = fastify();
  app.post('/', { onRequest: admission({ places: 1, waiting: 0 }) }, () => new Promise(() => {}));
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  for (let n = 0; n < 3; n++) {
    const left = new AbortController();
    const asked = fetch(origin, { method: 'POST', signal: left.signal }).then(
      ({ status }) => status,
      () => 'left',
    );
    const closed = new Promise((resolve) =>
      app.server.once('request', (_, response) => response.once('close', resolve)),
    );
    setTimeout(() => left.abort(), 50);
    expect(await asked).toBe('left');
    await closed;
  }
  await app.close();
});
