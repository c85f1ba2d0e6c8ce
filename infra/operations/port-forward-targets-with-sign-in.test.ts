import { describe, expect, it } from 'vitest';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { objectsOf } from '../workloads/testing/objects-from-settings.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { WAYS_IN, wayIn } from './port-forward-targets-with-sign-in.ts';

const lab = readStackFile('lab');

describe('a way in', () => {
  it.each(Object.keys(WAYS_IN))('to %s is there in the lab, which has everything', (name) => {
    const { address, localPort, signIn } = wayIn(name, lab);
    expect(new URL(address(localPort)).hostname).toBe('127.0.0.1');
    expect(signIn.length).toBeGreaterThan(0);
  });

  it.each(['grafana', 'prometheus', 'alertmanager', 'jaeger'])('to %s leads to a Service of ours', (name) => {
    const { namespace, service, port } = wayIn(name, lab);
    const found = objectsOf(lab).find(
      ({ kind, metadata }) =>
        kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
    );
    expect(found?.['spec']).toMatchObject({
      ports: expect.arrayContaining([expect.objectContaining({ port })]),
    });
  });

  it('to the database is to the server that takes writes', () => {
    expect(wayIn('database', lab).service).toBe('postgres-rw');
    expect(wayIn('database', settingsWith()).service).toBe('postgres');
  });

  it('to the database is one for reports too, where there is such a role', () => {
    const signIn = (reports: object) =>
      wayIn('database', settingsWith({ database: reports })).signIn.join('\n');
    expect(signIn({})).not.toContain('finance_reports');
    expect(signIn({ reports: {} })).toMatch(/as finance_reports [\s\S]*get secret database-reports /);
  });

  it('to the database names the role of the rotation that the settings have', () => {
    const address = (rotation: object) =>
      wayIn('database', settingsWith({ secrets: { rotation } })).address(5432);
    expect(address({})).toBe('postgres://finance_web@127.0.0.1:5432/finance');
    expect(address({ database: 2 })).toBe('postgres://finance_web_2@127.0.0.1:5432/finance');
  });

  it('shows no secret, and a command that prints it', () => {
    expect(wayIn('grafana', lab).signIn.join('\n')).toContain(
      'kubectl --namespace monitoring get secret grafana',
    );
  });

  it.each([
    ['grafana', 'observability.dashboards.kind'],
    ['jaeger', 'observability.traces.kind'],
    ['argocd', 'delivery.kind'],
    ['dashboard', 'addOns.kubernetesDashboard'],
  ])('to %s is missed by the setting that makes it: %s', (name, setting) => {
    expect(() => wayIn(name, settingsWith())).toThrow(`this stack has no ${name}: set ${setting}`);
  });

  it('to Argo CD says how its settings let people sign in', () => {
    const of = (signIn: object, addOns: object = { argoCd: { repository: 'https://charts.example.com' } }) =>
      wayIn(
        'argocd',
        settingsWith({
          addOns,
          delivery: { kind: 'argo-cd', repository: 'https://git.example.com/a.git', path: 'a', ...signIn },
        }),
      ).signIn.join('\n');
    expect(of({ signIn: { kind: 'generated-password' } })).toContain('argocd-initial-admin-secret');
    expect(of({})).toContain('nobody may sign in: set delivery.signIn');
    expect(of({}, {})).toContain('unless it was changed'); // one of yours, whose settings are unknown here
    expect(of({ signIn: { kind: 'oidc', issuer: 'https://id.example.com', clientId: 'a' } })).toContain(
      'by your OpenID',
    );
  });

  it.each(['grafanna', 'toString'])('to %s is none, and the message has all that are', (name) => {
    expect(() => wayIn(name, lab)).toThrow(`there is no "${name}" to open: grafana, prometheus`);
  });
});
