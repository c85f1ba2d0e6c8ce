import fastify from 'fastify';
import { expect, it } from 'vitest';
import { asset } from '../web/hashed-static-file-url.ts';
import { staticFilesPlugin } from './static-files.ts';

it('a file under /static/ is kept for ever at the address of its contents, and nowhere else', async () => {
  const app = fastify();
  await app.register(staticFilesPlugin);
  const kept = async (url: string) => (await app.inject(url)).headers['cache-control'];
  expect(await kept(asset('app.css'))).toBe('public, max-age=31536000, immutable');
  expect(await kept('/static/app.css?v=000000000000')).toBe('no-cache');
  expect(await kept('/static/app.css')).toBe('no-cache');
});
