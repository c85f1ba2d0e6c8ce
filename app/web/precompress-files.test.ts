import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { compressFiles } from './precompress-files.ts';

it('each static file is there in the image for browsers that take it smaller', () => {
  const folder = mkdtempSync(join(tmpdir(), 'finance-static-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(new URL('static', import.meta.url), folder, { recursive: true });
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
