import { settingsWith } from '../../../workloads/testing/settings-with.ts';
import type { K3sSettings } from '../k3s-settings-type.ts';

/** Settings of a k3s cluster on this host, with defaults for everything that a test is not about. */
export function k3sSettings(cluster: object): K3sSettings {
  const settings = settingsWith({ cluster: { provider: 'k3s', hosts: 'local', ...cluster } }).cluster;
  if (settings.provider !== 'k3s') throw new Error('other settings');
  return settings;
}
