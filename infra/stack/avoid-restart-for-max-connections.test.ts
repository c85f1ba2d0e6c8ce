import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { keptConnections } from './avoid-restart-for-max-connections.ts';

const MODES = ['statefulset', 'cloudnative-pg'];
const settings = (database: object, groups: object = {}) => settingsWith({ database, ...groups });
const objects = (database: object, groups: object = {}) =>
  objectsIn(platform(settings(database, groups)).app);

it.each(MODES)('those of a server of %s stay, where nobody says how many', (mode) => {
  const before = objects({ mode, connections: 120 });
  expect(keptConnections(settings({ mode }), before)).toBe(120);
  expect(keptConnections(settings({ mode, connections: 128 }), before)).toBeUndefined();
});

it('leave the whole object of the database as it is', () => {
  const before = objects({ connections: 120 });
  const connections = keptConnections(settings({}), before);
  const statefulSet = (all: ReturnType<typeof objects>) => all.find(({ kind }) => kind === 'StatefulSet');
  expect(statefulSet(objects({}))).not.toEqual(statefulSet(before));
  expect(statefulSet(objects({ connections }))).toEqual(statefulSet(before));
});

it('are those of today before the first run, and where they are these', () => {
  expect(keptConnections(settings({}), [])).toBeUndefined();
  expect(keptConnections(settings({}), objects({}))).toBeUndefined();
});

it.each(MODES)('are those of today where a server of %s restarts anyway', (mode) => {
  const before = objects({ mode, connections: 120 });
  const larger = { limits: { memory: '2Gi' } };
  expect(keptConnections(settings({ mode, resources: larger }), before)).toBeUndefined();
  const images = { postgres: 'postgres:18.99' };
  expect(keptConnections(settings({ mode }, { images }), before)).toBeUndefined();
});

it('are those of today where they are too few for all pods', () => {
  const web = { image: 'registry.example.com/finance:1.0.0', autoscaling: { max: 25 } };
  expect(keptConnections(settings({}, { web }), objects({ connections: 120 }))).toBeUndefined();
});

it('are not of a database elsewhere', () => {
  const secrets = { databaseOwnerUser: 'zeus', databaseOwnerPassword: 'hush' };
  const elsewhere = settings({ mode: 'external', host: 'db.example.com' }, { secrets });
  expect(keptConnections(elsewhere, objects({ connections: 120 }))).toBeUndefined();
});
