import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { startApp } from '../../testing/start-app.ts';
import { room } from './derivation-queue.ts';
import { derivationAdmission } from './derivation-request-admission.ts';

it('lets in as many as there is room for, and the next ones once these are done', async () => {
  const app = fastify();
  const gate = Promise.withResolvers<void>();
  const reached: string[] = [];
  app.post('/:who', derivationAdmission({ places: 1, waiting: 2 }), async (request) => {
    reached.push((request.params as { who: string }).who);
    await gate.promise;
    return 'done';
  });
  // The request is sent by the first `then`.
  const ask = (who: number) => app.inject({ method: 'POST', url: `/${who}` }).then((answer) => answer);
  const asked = [1, 2, 3, 4, 5].map(ask);
  expect((await Promise.all(asked.slice(3))).map(({ statusCode }) => statusCode)).toEqual([503, 503]);
  gate.resolve();
  expect((await Promise.all(asked)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 503, 503]);
  expect(reached.sort()).toEqual(['1', '2', '3']);
  expect((await ask(6)).statusCode).toBe(200);
  await app.close();
});

it('reads nothing of those who come while it is full', async () => {
  const app = fastify();
  const gate = Promise.withResolvers<void>();
  let read = 0;
  const countRead = async () => {
    read += 1;
  };
  app.post(
    '/',
    { ...derivationAdmission({ places: 1, waiting: 0 }), preParsing: countRead },
    () => gate.promise,
  );
  const inside = app.inject({ method: 'POST', url: '/' }).then(({ statusCode }) => statusCode);
  await expect.poll(() => read).toBe(1);
  expect((await app.inject({ method: 'POST', url: '/' })).statusCode).toBe(503);
  expect(read).toBe(1);
  gate.resolve();
  expect(await inside).toBe(200);
  await app.close();
});

it('looks at one request in eight turns of the event loop, however many come at once: others get in between', async () => {
  const { onRequest } = derivationAdmission({ places: 1, waiting: 9 });
  let turn = 0;
  const count = () => {
    turn += 1;
    if (turn < 500) setImmediate(count);
  };
  setImmediate(count);
  const turns = await Promise.all(Array.from({ length: 20 }, () => onRequest().then(() => turn)));
  const between = turns.slice(1).map((later, n) => later - (turns[n] ?? 0));
  expect(between).toEqual(Array(19).fill(8));
});

it('keeps no place for a client that does not send its body: others sign in meanwhile', async () => {
  let heads = 0;
  const { app, signedIn, visitor } = await startApp({}, (route) => {
    if (`${route.method} ${route.url}` !== 'POST /sign-in') return;
    route.preParsing = async () => {
      heads += 1;
    };
  });
  const ada = await signedIn();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const slow = room.places + room.waiting + 9;
  for (let n = 0; n < slow; n += 1) await slowBody(app.server.address() as AddressInfo);
  await expect.poll(() => heads).toBe(slow);
  const answer = await visitor().post('/sign-in', { email: ada.email, password: ada.password });
  expect(answer.statusCode).toBe(303);
});

it('takes who leaves before the answer for somebody who has left', async () => {
  const app = fastify();
  let reached = Promise.withResolvers<void>();
  app.post('/', derivationAdmission({ places: 1, waiting: 0 }), () => {
    reached.resolve();
    return new Promise(() => {});
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  for (let n = 0; n < 3; n++) {
    reached = Promise.withResolvers();
    const left = new AbortController();
    const closed = responseClosed(app.server);
    const asked = fetch(origin, { method: 'POST', signal: left.signal }).then(
      ({ status }) => reached.reject(new Error(`answered ${status}`)),
      () => 'left',
    );
    await reached.promise;
    left.abort();
    expect(await asked).toBe('left');
    await closed;
  }
  await app.close();
});

it('takes no place for who has left as their body was read', async () => {
  const app = fastify();
  const gate = Promise.withResolvers<void>();
  const read = Promise.withResolvers<void>();
  app.addHook('preValidation', async ({ url }) => {
    if (url !== '/?leaves') return;
    read.resolve();
    await gate.promise;
  });
  const answered = Promise.withResolvers<void>();
  app.addHook('onSend', async () => answered.resolve());
  app.post('/', derivationAdmission({ places: 1, waiting: 0 }), async () => 'done');
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const left = new AbortController();
  const closed = responseClosed(app.server);
  const asked = fetch(`${origin}/?leaves`, { method: 'POST', signal: left.signal }).catch(() => 'left');
  await read.promise;
  left.abort();
  expect(await asked).toBe('left');
  await closed;
  gate.resolve();
  await answered.promise;
  expect((await fetch(origin, { method: 'POST' })).status).toBe(200);
  await app.close();
});

/** Sends the head of a sign-in and the first bytes of its body, and stalls until the test is over. */
async function slowBody({ port }: AddressInfo): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(
    'POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nemail=',
  );
}

/** Waits until the server has noticed that the connection of its next request is closed. */
async function responseClosed(server: Server): Promise<void> {
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  await once(response, 'close');
}
