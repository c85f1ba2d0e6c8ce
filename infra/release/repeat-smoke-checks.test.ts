import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startApp } from '../../app/testing/start-app.ts';
import { smoke } from './repeat-smoke-checks.ts';

async function smoked(url: string, seconds = '0') {
  const said: string[] = [];
  const code = await smoke(['--url', url, '--seconds', seconds], (line) => said.push(line));
  return { code, said };
}

it('finds the app well, on real Postgres and Redis', async () => {
  const { app } = await startApp();
  const { code, said } = await smoked(await app.listen({ host: '127.0.0.1', port: 0 }), '10');
  expect(said.filter((line) => !line.startsWith('ok: '))).toEqual([]);
  expect(said.length).toBeGreaterThan(3);
  expect(code).toBe(0);
});

it('tells what is wrong with something else at the address', async () => {
  const server = createServer((_, response) => response.end('It works!'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { code, said } = await smoked(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(code).toBe(1);
  expect(said.filter((line) => line.startsWith('FAILED'))).toHaveLength(4); // all but readiness
});

it('tells that nobody answers', async () => {
  const { code, said } = await smoked('http://127.0.0.1:1');
  expect(code).toBe(1);
  expect(said.every((line) => line.startsWith('FAILED'))).toBe(true);
});

it.each([
  [[]],
  [['--url', 'finance.example.com']],
  [['--url', 'https://x', '--seconds', 'soon']],
])('refuses %j', async (args) => {
  await expect(smoke(args, () => {})).rejects.toThrow('usage: --url URL');
});
