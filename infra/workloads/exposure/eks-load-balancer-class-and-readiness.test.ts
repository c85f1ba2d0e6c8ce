import { expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const host = 'money.example.org';
const eks = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };
const managed = { ...eks, loadBalancerController: { repository: 'https://charts.example.org' } };
const auto = { ...eks, nodes: { kind: 'auto' } };
const acm = { from: 'acm', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/ab-12' };
const alb = {
  kind: 'ingress',
  host,
  controller: { kind: 'alb', cidrs: ['10.64.0.0/16'] },
};
const nlb = { kind: 'load-balancer', host };

function made(cluster: object, exposure: object) {
  const settings = settingsWith({ cluster, exposure, uploads: { storageClass: 'efs' } });
  const objects = objectsIn(platform(settings).app) as readonly Loose[];
  const of = (kind: string, name: string) =>
    objects.find((it) => it['kind'] === kind && it.metadata.name === name) ?? {};
  return {
    gates: objects.flatMap(({ kind, metadata }) =>
      kind !== 'Namespace'
        ? []
        : Object.entries(metadata.labels as Record<string, string>)
            .filter(([label]) => label.endsWith('/pod-readiness-gate-inject'))
            .map(([label, value]) => `${metadata.name}: ${label}=${value}`),
    ),
    balancer: (of('Service', 'web') as Loose)['spec'].loadBalancerClass,
  };
}

const OF_CONTROLLER = ['finance: elbv2.k8s.aws/pod-readiness-gate-inject=enabled'];
const OF_AUTO_MODE = ['finance: eks.amazonaws.com/pod-readiness-gate-inject=enabled'];

it.each([
  ['an ALB of the controller', managed, alb, OF_CONTROLLER],
  ['an ALB of Auto Mode', auto, alb, OF_AUTO_MODE],
  ['an ALB of a cluster that is there', {}, alb, OF_CONTROLLER],
  ['an NLB of the controller', managed, nlb, OF_CONTROLLER],
  ['an NLB of Auto Mode', auto, nlb, OF_AUTO_MODE],
  ['an NLB of a cluster that is there', {}, { ...nlb, tls: acm }, OF_CONTROLLER],
  ['a load balancer of any cloud', {}, nlb, []],
  ['a forwarded port', managed, { kind: 'port-forward' }, []],
])('a rollout waits for the targets of %s', (_what, cluster, exposure, gates) => {
  expect(made(cluster, exposure).gates).toEqual(gates);
});

it.each([
  ['the controller', managed, nlb, 'service.k8s.aws/nlb'],
  ['Auto Mode', auto, nlb, 'eks.amazonaws.com/nlb'],
  ['whom the settings name', managed, { ...nlb, className: 'a.example/lb' }, 'a.example/lb'],
  ['whoever does it in a cluster that is there', {}, nlb, undefined],
])('a load balancer for connections is made by %s', (_what, cluster, exposure, by) => {
  expect(made(cluster, exposure).balancer).toBe(by);
});
