import { expect, it } from 'vitest';
import { brokenApiRules } from '../manifests/api-rules.ts';
import type { KubeObject } from '../manifests/object.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { acceptedOf, randomGroups } from '../settings/testing/random-settings.ts';
import { objectsIn } from './house/objects-in.ts';
import { platform } from './platform.ts';

const GENERATED = 3000;
const SEED = 20;

it('random settings that are accepted make objects that an API server takes', () => {
  const accepted = randomGroups(GENERATED, SEED).flatMap((groups) => acceptedOf(groups) ?? []);
  const objects = new Map(accepted.flatMap(objectsOf).map((object) => [JSON.stringify(object), object]));
  expect([...new Set([...objects.values()].flatMap(brokenApiRules))]).toEqual([]);
  expect(accepted.length).toBeGreaterThan(1000); // so that a test of nothing cannot pass
  expect(objects.size).toBeGreaterThan(3000);
}, 600_000);

/** None, where it only shows that the settings are refused when they are put together. */
function objectsOf(settings: Settings): readonly KubeObject[] {
  try {
    return objectsIn(platform(settings).app);
  } catch (error) {
    if (error instanceof SettingsError) return [];
    throw error;
  }
}
