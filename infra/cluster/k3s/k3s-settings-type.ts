import type { Settings } from '../../settings/schema.ts';

export type K3sSettings = Extract<Settings['cluster'], { provider: 'k3s' }>;
