import { describe, expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Web, type WebProps } from './web-deployment.ts';

const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
const synth = (more: Partial<WebProps> = {}) =>
  synthesizeChart((chart) => {
    new Web(chart, 'web', {
      image: 'finance:1.0.0',
      config: { LOG_LEVEL: 'info' },
      resources,
      rollout: { maxSurge: 1, maxUnavailable: 0 },
      scaling: { min: 2, max: 10, cpuPercent: 70, memoryPercent: 80 },
      drainSeconds: 10,
      annotated: false,
      copied: false,
      ...more,
    });
  });
const deployment = (more: Partial<WebProps> = {}) => synth(more).one('Deployment', 'web').spec;
const container = (more: Partial<WebProps> = {}) => deployment(more).template.spec.containers[0];

describe('a rollout', () => {
  it('never has fewer pods than before', () => {
    expect(deployment().strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });

  it('leaves the number of pods to the autoscaler', () => {
    expect(deployment()).not.toHaveProperty('replicas');
  });

  it.each([1, 10, 300])('gives a pod that drains for %d s time to sleep, drain and close', (drainSeconds) => {
    const sleep = container({ drainSeconds }).lifecycle.preStop.sleep.seconds;
    const grace = deployment({ drainSeconds }).template.spec.terminationGracePeriodSeconds;
    expect(sleep).toBe(5);
    expect(grace - sleep - drainSeconds).toBeGreaterThanOrEqual(10);
  });

  it('happens when the configuration changes, and only then', () => {
    const checksumOf = (config: Record<string, string>) =>
      deployment({ config }).template.metadata.annotations['finance-platform/config-checksum'];
    expect(checksumOf({ A: '1' })).toBe(checksumOf({ A: '1' }));
    expect(checksumOf({ A: '1' })).not.toBe(checksumOf({ A: '2' }));
  });
});

describe('a pod', () => {
  it('waits for a database with its schema before it starts', () => {
    const [wait] = deployment().template.spec.initContainers;
    expect(wait).toMatchObject({
      image: 'finance:1.0.0',
      command: ['node', 'app/database/wait-for-migrations.ts'],
    });
    expect(wait.envFrom).toEqual([
      { configMapRef: { name: 'web' } },
      { secretRef: { name: 'database-web' } },
    ]);
  });

  it('is restarted only for what a restart mends', () => {
    expect(container().livenessProbe.httpGet).toEqual({ path: '/health', port: 'http' });
    expect(container().startupProbe.httpGet).toEqual({ path: '/health', port: 'http' });
    expect(container().readinessProbe.httpGet).toEqual({ path: '/ready', port: 'http' });
  });

  it('is node itself, which hears the signals', () => {
    expect(container().command).toEqual(['node', 'app/server.ts']);
  });

  it('has the Secrets it needs, never that of the owner', () => {
    const names = container().envFrom.map((from: { secretRef?: { name: string } }) => from.secretRef?.name);
    expect(names).toEqual([undefined, 'database-web', 'session', 'redis']);
  });

  it('writes to /tmp alone, and to the volume of receipts where there is one', () => {
    expect(container().volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(container({ uploads: { accessMode: 'ReadWriteMany' } }).volumeMounts).toEqual([
      { name: 'uploads', mountPath: '/srv/uploads' },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
    expect(container().securityContext.readOnlyRootFilesystem).toBe(true);
  });

  it('asks to be scraped only where somebody does', () => {
    const annotations = (annotated: boolean) => deployment({ annotated }).template.metadata.annotations;
    expect(annotations(true)).toMatchObject({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9464' });
    expect(Object.keys(annotations(false))).toEqual(['finance-platform/config-checksum']);
  });
});
