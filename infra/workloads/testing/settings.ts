import { settingsFrom } from '../../settings/read.ts';
import type { Settings } from '../../settings/schema.ts';

/** Settings with every default, but for the groups that a test is about. */
export function settingsWith(groups: Record<string, unknown> = {}): Settings {
  return settingsFrom({ web: { image: 'finance:1.0.0' }, ...groups }, 'Pulumi.test.yaml');
}
