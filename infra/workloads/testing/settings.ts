import { settingsFrom } from '../../settings/read.ts';
import type { Settings } from '../../settings/schema.ts';

/** Settings with every default and what has none, but for the groups that a test is about. */
export function settingsWith(groups: Record<string, unknown> = {}): Settings {
  return settingsFrom({ ...NEEDED, ...groups }, 'Pulumi.test.yaml');
}

const NEEDED = {
  web: { image: 'registry.example.com/finance:1.0.0' },
  policies: { registries: ['operators.example.com'] },
};
