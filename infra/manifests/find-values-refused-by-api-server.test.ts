import { describe, expect, it } from 'vitest';
import { brokenApiRules } from './find-values-refused-by-api-server.ts';
import type { KubeObject } from './object.ts';

const objectOf = (kind: string, rest: object = {}): KubeObject => ({
  apiVersion: kind === 'ClusterRole' ? 'rbac.authorization.k8s.io/v1' : 'v1',
  kind,
  metadata: { name: 'a', namespace: 'finance' },
  ...rest,
});
const cronJob = (schedule: string) => objectOf('CronJob', { spec: { schedule } });
const named = (kind: string, name: string) => objectOf(kind, { metadata: { name } });
const labelled = (labels: object) => objectOf('ConfigMap', { metadata: { name: 'a', labels } });
const annotated = (annotations: object) => objectOf('ConfigMap', { metadata: { name: 'a', annotations } });
const range = (cidr: string, except: readonly string[] = []) =>
  objectOf('NetworkPolicy', { spec: { egress: [{ to: [{ ipBlock: { cidr, except } }] }] } });
const claim = (storage: string) =>
  objectOf('PersistentVolumeClaim', { spec: { resources: { requests: { storage } } } });
const defaulted = (memory: string) => objectOf('LimitRange', { spec: { limits: [{ default: { memory } }] } });
const port = (value: unknown) => objectOf('Service', { spec: { ports: [{ port: value }] } });
const image = (name: string) => objectOf('Pod', { spec: { containers: [{ name: 'a', image: name }] } });

describe('objects that an API server takes', () => {
  it.each([
    ...['30 2 * * *', '0 0 29 2 *', '0 0 31 2 1', '*/5 1-3 1,15 * 0-6'].map(cronJob),
    objectOf('CronJob', { spec: { schedule: '0 0 31 2 *', suspend: true } }),
    named('ClusterRole', 'finance:reader'),
    named('PriorityClass', 'a.b'),
    labelled({ 'app.kubernetes.io/name': 'web_1.X', empty: '' }),
    annotated({ 'a.example/B': 'any text' }),
    ...['10.0.0.0/16', '0.0.0.0/0', '::/0', 'fd00::/8', '192.0.2.1/32'].map((cidr) => range(cidr)),
    range('0.0.0.0/0', ['169.254.169.254/32', '10.0.0.0/8']),
    defaulted('64Mi'),
    objectOf('HealthCheckPolicy', { spec: { default: { config: { type: 'HTTP' } } } }),
    ...['5Gi', '1.5Gi', '5G', '4.35G', '1Mi'].map(claim),
    ...[1, 65_535, 'http'].map(port),
    ...['web:1', 'reg:5000/a/web:1', 'localhost/web:1', 'reg.example/web:1'].map(image),
  ])('break no rule: %j', (object) => {
    expect(brokenApiRules(object)).toEqual([]);
  });
});

describe('objects that it refuses', () => {
  it.each<readonly [KubeObject, string]>([
    ...['0 0 * * 7', '@daily', '* * * *'].map(
      (it) => [cronJob(it), 'cron.ParseStandard'] as [KubeObject, string],
    ),
    ...['0 0 31 2 *', '0 0 31 4,6 */1'].map((it) => [cronJob(it), 'Schedule.Next'] as [KubeObject, string]),
    [named('Namespace', 'a.b'), 'of Namespace'],
    [named('Service', '1a'), 'of Service'],
    [named('ConfigMap', 'A'), 'of ConfigMap'],
    [named('ClusterRole', 'a/b'), 'of ClusterRole'],
    [named('CronJob', 'a'.repeat(53)), 'of CronJob'],
    [labelled({ a: 'two words' }), 'IsValidLabelValue'],
    [labelled({ a: 'a'.repeat(64) }), 'IsValidLabelValue'],
    [labelled({ [`${'a.'.repeat(127)}a/x`]: 'a' }), 'IsQualifiedName'],
    [annotated({ a: 'a'.repeat(256 * 1024) }), 'ValidateAnnotationsSize'],
    ...['10.0.0.1/16', '010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/33', 'fd00::1/8'].map(
      (it) => [range(it), 'IsValidCIDR'] as [KubeObject, string],
    ),
    [range('10.0.0.0/16', ['10.1.0.0/24']), 'strict subset'],
    [range('10.0.0.0/16', ['10.0.0.0/16']), 'strict subset'],
    [claim('1.1Gi'), 'without a rest'],
    [claim('5GB'), 'ParseQuantity'],
    [defaulted('5GB'), 'ParseQuantity'],
    [claim('9999999Ti'), 'ValidateResourceQuantityValue'],
    ...[0, 65_536, 1.5].map((it) => [port(it), 'IsValidPortNum'] as [KubeObject, string]),
    ...['ACME/web:1', 'reg:99999/web:1', 'reg:080/web:1', 'a:5/b:5/web:1'].map(
      (it) => [image(it), 'ParseNormalizedNamed'] as [KubeObject, string],
    ),
  ])('break a rule: %j', (object, rule) => {
    expect(brokenApiRules(object)).toEqual([expect.stringContaining(rule)]);
  });
});
