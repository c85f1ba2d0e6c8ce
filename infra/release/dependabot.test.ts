import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly schedule: { readonly interval: string };
  readonly groups: Readonly<Record<string, object>>;
}

const { updates } = load(readFileSync(join(ROOT, '.github/dependabot.yml'), 'utf8')) as {
  readonly updates: readonly Update[];
};

describe('Dependabot', () => {
  it.each([
    ['npm', '/', 'package-lock.json'],
    ['github-actions', '/', '.github/workflows'],
    ['gomod', '/.ci/tools/*', '.ci/tools'],
  ])('looks after what %s brings, from %s', (ecosystem, directory, where) => {
    expect(existsSync(join(ROOT, where))).toBe(true);
    const update = updates.find((one) => one['package-ecosystem'] === ecosystem);
    expect([update?.directory, ...(update?.directories ?? [])]).toContain(directory);
  });

  it('finds a module in the folder of every tool', () => {
    const tools = readdirSync(join(ROOT, '.ci/tools'));
    expect(tools.length).toBeGreaterThan(5);
    for (const tool of tools) expect(existsSync(join(ROOT, '.ci/tools', tool, 'go.mod')), tool).toBe(true);
  });

  it('asks once a week, and for many at once', () => {
    for (const { schedule, groups } of updates) {
      expect(schedule.interval).toBe('weekly');
      expect(Object.keys(groups)).not.toEqual([]);
    }
  });

  it('keeps the driver that is mended apart, because another version needs a person', () => {
    const npm = updates.find((one) => one['package-ecosystem'] === 'npm');
    expect(npm?.groups).toMatchObject({ app: { 'exclude-patterns': ['postgres'] } });
  });
});
