import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asset } from '../web/hashed-static-file-url.ts';
import { compressFiles } from '../web/precompress-files.ts';
import { staticFilesPlugin } from './static-files.ts';

describe('a file under /static/', () => {
  it('is kept for ever at the address of its contents, and nowhere else', async () => {
    const app = fastify();
    await app.register(staticFilesPlugin);
    const kept = async (url: string) => (await app.inject(url)).headers['cache-control'];
    expect(await kept(asset('app.css'))).toBe('public, max-age=31536000, immutable');
    expect(await kept('/static/app.css?v=000000000000')).toBe('no-cache');
    expect(await kept('/static/app.css')).toBe('no-cache');
  });

  it('is there in the image for browsers that take it smaller', () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-static-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(new URL('../web/static', import.meta.url), folder, { recursive: true });
    compressFiles(folder);
    compressFiles(folder);
    expect(readdirSync(folder).toSorted()).toContain('app.css.br');
    expect(readdirSync(folder).join()).not.toMatch(/br\.gz|gz\.br|br\.br/);
    const plain = readFileSync(join(folder, 'app.css'));
    const [br, gz] = ['br', 'gz'].map((kind) => readFileSync(join(folder, `app.css.${kind}`)));
    expect(brotliDecompressSync(br ?? '')).toEqual(plain);
    expect(gunzipSync(gz ?? '')).toEqual(plain);
    expect(br?.length).toBeLessThan(plain.length / 3);
  });
});
