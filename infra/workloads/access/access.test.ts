import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { type Loose, synthesizeChart } from '../testing/synthesize-chart.ts';
import { Access } from './access.ts';

/* The permissions of each role are tested against a real API server in infra/e2e/permissions/platform-access.test.ts. */

const objects = (groups: Record<string, unknown> = {}) =>
  objectsIn(
    platform(settingsWith({ observability: { metrics: { kind: 'none' } }, ...groups })).app,
  ) as readonly unknown[] as readonly Loose[];
const rulesOf = (role: string, groups = {}) =>
  objects(groups).find(({ kind, metadata }) => kind === 'Role' && metadata.name === role)?.[
    'rules'
  ] as Loose[];

const NOBODY = { groups: [], users: [] };
const READ = ['get', 'list', 'watch'];

describe('the roles', () => {
  it('are there and bound to nobody, where the settings name nobody', () => {
    const names = (kind: string) =>
      objects()
        .filter((object) => object['kind'] === kind)
        .map(({ metadata }) => metadata.name);
    expect(names('Role')).toEqual(['viewer', 'ci-cd', 'developer', 'backup-operator']);
    expect(names('RoleBinding')).toEqual([]);
  });

  it('are bound to the groups and users of the settings', () => {
    const access = {
      developer: { groups: ['devs'] },
      ciCd: { users: ['system:serviceaccount:ci:deployer'] },
    };
    const bindings = objects({ access }).filter(({ kind }) => kind === 'RoleBinding');
    expect(
      bindings.map(({ roleRef, subjects }) => [roleRef.name, subjects[0].kind, subjects[0].name]),
    ).toEqual([
      ['ci-cd', 'User', 'system:serviceaccount:ci:deployer'],
      ['developer', 'Group', 'devs'],
    ]);
  });

  it('of those who look at the app are in the namespace of what watches it too, without its Secrets', () => {
    const observability = { namespace: 'watching', dashboards: { kind: 'grafana' } };
    const access = { viewer: { groups: ['all'] }, developer: { groups: ['devs'] } };
    const here = objects({ observability, access }).filter(
      ({ metadata }) => metadata.namespace === 'watching',
    );
    const roles = here.filter(({ kind }) => kind === 'Role' || kind === 'RoleBinding');
    const people = roles.filter(({ metadata }) => ['viewer', 'developer'].includes(metadata.name));
    expect(people.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Role viewer',
      'RoleBinding viewer',
      'Role developer',
      'RoleBinding developer',
    ]);
    const granted = people.flatMap(({ rules = [] }) => rules as Loose[]);
    expect(granted.flatMap(({ resources }) => resources)).not.toContain('secrets');
    const changing = granted.filter(({ verbs }) => !verbs.every((verb: string) => READ.includes(verb)));
    expect(changing.map(({ resources }) => resources)).toEqual([['pods/portforward']]);
  });

  it('of backups see what Velero does, where it is asked to', () => {
    const velero = { namespace: 'safe' };
    const made = objects({ backup: { velero }, access: { backupOperator: { users: ['ann'] } } });
    const inSafe = made.filter(({ metadata }) => metadata.namespace === 'safe');
    expect(inSafe.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Schedule finance',
      'Role finance-backup-operator',
      'RoleBinding finance-backup-operator',
    ]);
    expect(inSafe[1]?.['rules'].flatMap(({ verbs }: Loose) => verbs)).toEqual(READ);
  });

  it('name every kind and verb: no wildcard grants what comes later', () => {
    for (const { kind, rules } of objects())
      if (kind === 'Role') expect(JSON.stringify(rules)).not.toContain('*');
  });

  it('let nobody list Secrets, run commands in pods, or change roles', () => {
    for (const role of ['viewer', 'developer', 'ci-cd', 'backup-operator']) {
      for (const { resources, verbs } of rulesOf(role)) {
        expect(resources).not.toContain('pods/exec');
        if (resources.includes('secrets')) expect(verbs).not.toContain('list');
        if (/roles|rolebindings/.test(resources.join())) expect(verbs).toEqual(['get', 'list', 'watch']);
      }
    }
  });

  it('let a backup operator make Jobs of dumps and restores, and none that makes a link to a new password', () => {
    const policy = objects().find(({ metadata }) => metadata.name.endsWith('-jobs-of-cron-jobs'));
    const rules = JSON.stringify(policy?.['spec'].validations);
    expect(policy?.['spec'].validations[0].expression).toBe(
      'variables.owner in ["backup", "restore-drill", "restore"]',
    );
    expect(rules).not.toContain('reset-link');
  });

  it('let a backup operator start the pods of the release that is deployed', () => {
    const ofImage = (image: string) =>
      objects({ web: { image } }).find(({ metadata }) => metadata.name.endsWith('-jobs-of-cron-jobs'));
    const restore = ofImage('registry.example.com/web:2')?.['spec'].validations[3];
    expect(restore.expression).toContain('"image": dyn("registry.example.com/web:2")');
    expect(restore.expression).not.toContain('web:1');
  });

  it('let a backup operator start no CronJob that is added', () => {
    const held = { developer: NOBODY, viewer: NOBODY, ciCd: NOBODY, backupOperator: NOBODY };
    const added = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'added', namespace: 'finance' },
    };
    const { objects: made } = synthesizeChart((chart) => {
      new Access(chart, 'access', { namespace: 'finance', objects: [added], held, admission: true });
    });
    expect(JSON.stringify(made)).not.toContain('added');
  });

  it('that only a policy keeps small are smaller without it', () => {
    const may = (role: string, verb: string, policies: object) =>
      rulesOf(role, { policies }).some(({ verbs }) => verbs.includes(verb));
    expect([may('developer', 'patch', {}), may('developer', 'patch', { admission: false })]).toEqual([
      true,
      false,
    ]);
    const jobs = (policies: object) =>
      rulesOf('backup-operator', { policies }).some(
        ({ resources, verbs }) => resources.includes('jobs') && verbs.includes('create'),
      );
    expect([jobs({}), jobs({ admission: false })]).toEqual([true, false]);
  });
});
