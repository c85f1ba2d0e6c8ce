import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setCutOffStateAside } from './truncated-state.ts';

const WHOLE = '{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}';
const HALF = WHOLE.slice(0, 30);

describe('a state', () => {
  it('that can be read is left alone', () => {
    const { aside, now } = settled({ 'dev.json': WHOLE, 'dev.json.bak': '{}' });
    expect(aside).toBeUndefined();
    expect(now('dev.json')).toBe(WHOLE);
  });

  it('that is cut off gives way to the one before, and is kept', () => {
    const { aside, now } = settled({ 'dev.json': HALF, 'dev.json.bak': WHOLE });
    expect(aside).toMatch(/dev\.json\.cut-off$/);
    expect(now('dev.json')).toBe(WHOLE);
    expect(now('dev.json.cut-off')).toBe(HALF);
  });

  it('that is cut off stays where the one before is none, which is said', () => {
    for (const before of [{}, { 'dev.json.bak': HALF }]) {
      const { settle, now } = written({ 'dev.json': HALF, ...before });
      expect(settle).toThrow(/dev\.json is cut off, and there is no whole .*dev\.json\.bak/);
      expect(now('dev.json')).toBe(HALF);
    }
  });

  it('that is not in a file, or not there yet, is none of ours', () => {
    expect(setCutOffStateAside('s3://states', 'shop', 'dev')).toBeUndefined();
    expect(settled({}).aside).toBeUndefined();
  });
});

function settled(files: Record<string, string>) {
  const { settle, now } = written(files);
  return { aside: settle(), now };
}

function written(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'cut-off-'));
  const folder = join(root, '.pulumi/stacks/shop');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    settle: () => setCutOffStateAside(`file://${root}`, 'shop', 'dev'),
    now: (name: string) => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8'),
  };
}
