import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check } from '../manifests/check.ts';
import { brokenApiRules } from '../manifests/find-values-refused-by-api-server.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from './platform.ts';

const folder = join(import.meta.dirname, '../settings/fixtures/accepted');
const stacks = readdirSync(folder).map((file) => file.slice('Pulumi.'.length, -'.yaml'.length));

it('settings that are accepted make a platform in which no check finds anything', () => {
  const found = stacks.flatMap((stack) => {
    const objects = objectsIn(platform(readStackFile(stack, folder)).app);
    const findings = check(objects).map(
      ({ check: name, object, problem }) => `${name}: ${object}: ${problem}`,
    );
    return [...findings, ...objects.flatMap(brokenApiRules)].map((problem) => ({ problem, stack }));
  });
  // One mistake shows in most stacks, and is told once.
  const said = [...Map.groupBy(found, ({ problem }) => problem)].map(
    ([problem, those]) => `${problem} (in ${those[0]?.stack} and ${those.length - 1} others)`,
  );
  expect(said).toEqual([]);
});
