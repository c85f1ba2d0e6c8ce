import type { KubeObject } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import type { Settings } from '../../settings/schema.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { platform } from '../platform.ts';

/** Objects of some settings; empty when building the platform refuses their combination. */
export function objectsOf(settings: Settings): readonly KubeObject[] {
  try {
    return objectsIn(platform(settings).app);
  } catch (error) {
    if (error instanceof SettingsError) return [];
    throw error;
  }
}
