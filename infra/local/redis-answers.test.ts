import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { noRedis } from '../../app/testing/skip-reasons.ts';
import { freePort } from './find-or-require-free-port.ts';
import { redisAnswers } from './redis-answers.ts';

const host = '127.0.0.1';

describe('redisAnswers', () => {
  it.skipIf(noRedis)(`knows a Redis${noRedis}`, async () => {
    expect(await redisAnswers(host, Number(new URL(inject('redis') ?? '').port))).toBe(true);
  });

  it('knows that nobody is there', async () => {
    expect(await redisAnswers(host, await freePort(host))).toBe(false);
  });

  it.each([
    ['one that wants a password', '-NOAUTH Authentication required.\r\n'],
    ['something else', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('does not take %s', async (_, answer) => {
    expect(await redisAnswers(host, await serverSaying(answer))).toBe(false);
  });
});

async function serverSaying(answer: string): Promise<number> {
  const server = createServer((socket) => socket.on('data', () => socket.end(answer))).listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
