import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { brokenApiRules } from '../manifests/api-rules.ts';
import { check } from '../manifests/check.ts';
import { readStackFile } from '../settings/read-settings.ts';
import { objectsIn } from './defaults/objects-in-scope.ts';
import { platform } from './platform.ts';

const folder = join(import.meta.dirname, '../settings/fixtures/accepted');
const stacks = readdirSync(folder).map((file) => file.slice('Pulumi.'.length, -'.yaml'.length));

it.each(stacks)('settings as accepted in %s make a platform in which no check finds anything', (stack) => {
  const objects = objectsIn(platform(readStackFile(stack, folder)).app);
  expect(check(objects)).toEqual([]);
  expect(objects.flatMap(brokenApiRules)).toEqual([]);
});
