import { settingsFrom } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../../settings/schema.ts';

/** Settings with all defaults and only the required values, except for the groups under test. */
export function settingsWith(groups: Record<string, unknown> = {}): Settings {
  return settingsFrom({ ...NEEDED, ...groups }, 'Pulumi.test.yaml');
}

const NEEDED = {
  web: { image: 'registry.example.com/finance:1.0.0' },
  policies: { registries: ['operators.example.com'] },
};
