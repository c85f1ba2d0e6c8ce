import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELEASE_BEFORE, unpack, whyNoCommit } from '../../app/testing/release-checkout.ts';
import { readStackFile, SettingsError } from './read-settings-from-stack-file-or-pulumi.ts';
import { settingPaths } from './testing/setting-paths.ts';

const FOLDER = join(import.meta.dirname, '../../.local/release-before', `settings-${process.pid}`);
const why = whyNoCommit(RELEASE_BEFORE);

/* Stack files of the previous release have to be accepted still. */

describe.skipIf(why !== undefined)(
  `a stack file of the release before${why ? ` (skipped: ${why})` : ''}`,
  () => {
    beforeAll(() => unpack(RELEASE_BEFORE, FOLDER));
    afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

    // A renamed setting is explained among `impossible` keys of its `group`, and then listed here.
    it('has no setting, and no word for one, that is not one of today', async () => {
      const then = await import(/* @vite-ignore */ join(FOLDER, 'infra/settings/schema.ts'));
      const before = settingPaths(then.settings);
      expect(before.size).toBeGreaterThan(400);
      const today = settingPaths();
      expect([...before].filter((path) => !today.has(path))).toEqual([]);
    });

    it('is read as it is, or told what it has to say', () => {
      const files = [FOLDER, join(FOLDER, 'infra/settings/fixtures/accepted')].flatMap(filesIn);
      expect(files.length).toBeGreaterThan(20);
      const told = new Set(files.flatMap(([folder, stack]) => problems(folder, stack)));
      expect([...told].map((problem) => problem.replace(/; got .*/, '')).toSorted()).toEqual([
        'observability.metrics.alerts.restoreMaxAgeHours: must be at least 83: by backup.schedule and backup.drillSchedule a dump is that old before the next one is proven',
        'web.autoscaling.memoryPercent: is a target of 102Mi of resources.requests.memory (128Mi), which a pod that does nothing exceeds with 112Mi: there would always be as many pods as allowed; request more memory',
        'web.image: must have no port and no capitals before its tag, because images.registry comes before it; leave its registry out',
        'web.image: must name its registry, such as registry.example.com/acme/web:1.4.2, because nodes of EKS would take it from Docker Hub, where anybody may have that name',
      ]);
    });
  },
);

function filesIn(folder: string): ReadonlyArray<readonly [folder: string, stack: string]> {
  const stacks = readdirSync(folder).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return stacks.flatMap((stack) => (stack === undefined ? [] : [[folder, stack] as const]));
}

/** Present problems of a stack file, without its name. */
function problems(folder: string, stack: string): readonly string[] {
  try {
    readStackFile(stack, folder);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((problem) => problem.replace(`Pulumi.${stack}.yaml: `, ''));
  }
}
