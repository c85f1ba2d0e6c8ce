import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Problem } from '../command/problem.ts';
import { freePort, isFree, requireFree } from './find-or-require-free-port.ts';

const host = '127.0.0.1';

describe('requireFree', () => {
  it('names the port that is taken, and how to choose another', async () => {
    const port = await takenPort();
    const refused = requireFree(host, port);
    await expect(refused).rejects.toBeInstanceOf(Problem);
    await expect(refused).rejects.toThrow(
      `port ${port} is taken: choose another, for example npm start -- --port`,
    );
    expect(await isFree(host, port)).toBe(false);
  });

  it('leaves a free port free', async () => {
    const port = await freePort(host);
    await requireFree(host, port);
    expect(await isFree(host, port)).toBe(true);
  });
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
