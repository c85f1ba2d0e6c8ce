import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELEASE_BEFORE, unpack, whyNoCommit } from '../../app/testing/release-checkout.ts';
import type { KubeObject } from '../manifests/object.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { keptConnections } from './avoid-restart-for-max-connections.ts';
import { keepsClearText } from './preserve-postgres-without-tls.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.local/release-before', `stack-${process.pid}`);
const why = whyNoCommit(RELEASE_BEFORE);

/* Postgres serves nobody while it restarts, so that a release alone must not change its pod. */

describe.skipIf(why !== undefined)(
  `a running Postgres of the release before${why ? ` (skipped: ${why})` : ''}`,
  () => {
    beforeAll(() => unpack(RELEASE_BEFORE, FOLDER, 'charts-out/dev'));
    afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

    it('has the same pod in this one', () => {
      const files = globSync('charts-out/dev/*.yaml', { cwd: FOLDER });
      const former = files.flatMap(
        (file) => loadAll(readFileSync(join(FOLDER, file), 'utf8')) as KubeObject[],
      );
      const settings = readStackFile('dev', ROOT);
      expect(keepsClearText(settings, former)).toBe(true);
      const { database } = settings;
      const connections = keptConnections(settings, former);
      const kept = {
        ...settings,
        database: { ...database, connections, clearText: 'only' },
      } as typeof settings;
      expect(templateIn(objectsIn(platform(kept).app))).toEqual(templateIn(former));
    });
  },
);

function templateIn(objects: readonly KubeObject[]): unknown {
  const server = objects.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'postgres');
  expect(server).toBeDefined();
  return (server as { spec?: { template?: unknown } } | undefined)?.spec?.template;
}
