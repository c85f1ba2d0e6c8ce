import type { Settings } from '../../settings/schema.ts';

/** Settings of group `cluster` where AWS makes it. */
export type EksSettings = Extract<Settings['cluster'], { readonly provider: 'eks' }>;
