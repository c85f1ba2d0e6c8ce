import { describe, expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { connectionsOf, poolOf } from './database-connections.ts';

const image = 'registry.example.com/finance:1.0.0';
const database = (memory: string) => ({ resources: { limits: { memory } } });
const scaled = (max: number, memory = '1Gi', more = {}) =>
  settingsWith({ web: { image, autoscaling: { max }, ...more }, database: database(memory) });

describe('connectionsOf', () => {
  it.each([
    ['256Mi', 32],
    ['512Mi', 64],
    ['1Gi', 128],
    ['4Gi', 312],
    ['64Gi', 1000],
  ])('%s', (memory, connections) => expect(connectionsOf(memory)).toBe(connections));
});

describe('poolOf', () => {
  it.each([
    [2, 10],
    [10, 7],
    [19, 4],
    [25, 3],
  ])('gives each of %d pods %d connections of what one gibibyte holds', (max, pool) => {
    expect(poolOf(scaled(max))).toBe(pool);
    // Each pod has one more for its probe, three are a rollout's, five a worker's, and ten are for others.
    expect((max + 3) * (pool + 1) + 5 + 10).toBeLessThanOrEqual(connectionsOf('1Gi'));
  });

  it('is a share of the connections that somebody sets', () => {
    const of = (connections: number) => poolOf(settingsWith({ database: { connections } }));
    expect([of(200), of(100)]).toEqual([10, 5]);
  });

  it('is what somebody sets', () => expect(poolOf(scaled(3, '1Gi', { databaseConnections: 17 }))).toBe(17));

  it('leaves each worker its own', () => {
    expect(poolOf(scaled(19, '1Gi'))).toBe(4);
    expect(
      poolOf(
        settingsWith({
          web: { image, autoscaling: { max: 19 } },
          worker: { replicas: 3 },
          database: database('1Gi'),
        }),
      ),
    ).toBe(3);
  });

  it('leaves reports their own', () => {
    const of = (reports: object) => poolOf(settingsWith({ database: { connections: 100, ...reports } }));
    expect([of({}), of({ reports: { connections: 12 } })]).toEqual([5, 4]);
  });

  it('does not reckon with a database elsewhere', () => {
    const mode = { mode: 'external', host: 'db.example.com' };
    const owner = { databaseOwnerUser: 'zeus', databaseOwnerPassword: 'hush' };
    expect(
      poolOf(settingsWith({ web: { image, autoscaling: { max: 100 } }, database: mode, secrets: owner })),
    ).toBe(10);
  });
});

describe('more pods than there are connections for', () => {
  it('are refused with the memory that would do', () => {
    expect(() => scaled(40)).toThrow(
      'Pulumi.test.yaml: web.autoscaling.max: must be at most 25, because the 128 connections that 1Gi of memory give the ' +
        'database hold no more pods with 3 each: raise database.resources.limits.memory to 1536Mi; got 40',
    );
    expect(() => scaled(40, '1536Mi')).not.toThrow();
  });

  it('are refused with pools that somebody set', () => {
    expect(() => scaled(10, '1Gi', { databaseConnections: 20 })).toThrow(
      /web\.autoscaling\.max: must be at most 2, .* to 3584Mi, or lower web\.databaseConnections; got 10$/m,
    );
    expect(() => scaled(10, '3584Mi', { databaseConnections: 20 })).not.toThrow();
  });

  it('are refused with connections that somebody set', () => {
    const web = { image, autoscaling: { max: 10 } };
    expect(() => settingsWith({ web, database: { connections: 50 } })).toThrow(
      'web.autoscaling.max: must be at most 5, because the 50 connections of the database hold no more pods with 3 each: ' +
        'raise database.connections; got 10',
    );
  });
});

it('refuses more connections than the memory holds', () => {
  expect(() => settingsWith({ database: { ...database('512Mi'), connections: 118 } })).toThrow(
    'database.connections: must be at most 117, which 512Mi of memory hold; got 118',
  );
  expect(() => settingsWith({ database: { ...database('512Mi'), connections: 117 } })).not.toThrow();
});
