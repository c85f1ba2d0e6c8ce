import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findChromium } from './find-chromium.ts';

describe('the browser of the tests', () => {
  it.each([
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
  ])('is found on the path as %s', (name) => {
    const { put, found } = start();
    const file = put(`bin/${name}`);
    expect(found()).toBe(file);
  });

  it('is found among the applications of macOS', () => {
    const { put, found } = start();
    const file = put('Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(found()).toBe(file);
  });

  it("is the one without windows, then Playwright's own before all others, of its revision or else the newest", () => {
    const { put, found, remove } = start();
    const headless = put('bin/chromium-headless-shell');
    const usual = put('bin/chromium');
    const older = put('cache/chromium-99/chrome-linux64/chrome');
    const newer = put('cache/chromium-101/chrome-linux64/chrome');
    const own = put('cache/chromium-100/chrome-linux64/chrome');
    put('cache/chromium_headless_shell-100/chrome-linux64/chrome');
    for (const file of [headless, own, newer, older, usual]) {
      expect(found()).toBe(file);
      remove(file);
    }
    expect(found()).toBeUndefined();
  });

  it('is none that does not start, as the one of Ubuntu that only names a snap', () => {
    const { put, found } = start();
    put(
      'bin/chromium-browser',
      'echo "chromium-browser requires the chromium snap to be installed." >&2; exit 1',
    );
    expect(found()).toBeUndefined();
    const file = put('bin/google-chrome');
    expect(found()).toBe(file);
  });

  it('is the one that CHROME_PATH names, and no other', () => {
    const { put, found } = start();
    put('bin/chromium');
    const file = put('elsewhere/mine');
    expect(found({ CHROME_PATH: file })).toBe(file);
    expect(found({ CHROME_PATH: `${file}-not` })).toBeUndefined();
  });

  it('is no file that may not be run, and no folder', () => {
    const { put, found, folder } = start();
    chmodSync(put('bin/chromium'), 0o644);
    mkdirSync(join(folder, 'bin/google-chrome'));
    expect(found()).toBeUndefined();
  });
});

function start() {
  const folder = mkdtempSync(join(tmpdir(), 'finance-browser-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    put(name: string, script = 'echo Chromium 140.0') {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return file;
    },
    remove: (file: string) => rmSync(file),
    found: (env: Record<string, string> = {}) =>
      findChromium({
        env: { PATH: join(folder, 'bin'), ...env },
        playwright: join(folder, 'cache/chromium-100/chrome-linux64/chrome'),
        applications: join(folder, 'Applications'),
      }),
  };
}
