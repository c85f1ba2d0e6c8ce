import { expect, it } from 'vitest';
import { brokenApiRules } from '../manifests/find-values-refused-by-api-server.ts';
import { acceptedOf, randomGroups } from '../settings/testing/random-settings.ts';
import { objectsOf } from './testing/objects-from-settings.ts';

const GENERATED = 3000;
const SEED = 20;

it('random settings that are accepted make objects that an API server takes', () => {
  const accepted = randomGroups(GENERATED, SEED).flatMap((groups) => acceptedOf(groups) ?? []);
  const objects = new Map(accepted.flatMap(objectsOf).map((object) => [JSON.stringify(object), object]));
  expect([...new Set([...objects.values()].flatMap(brokenApiRules))]).toEqual([]);
  expect(accepted.length).toBeGreaterThan(GENERATED / 5); // so that a test of nothing cannot pass
  expect(objects.size).toBeGreaterThan(3000);
}, 600_000);
