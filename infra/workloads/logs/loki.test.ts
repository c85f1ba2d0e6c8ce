import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type Loose, synthesizeChart } from '../testing/synthesize-chart.ts';
import { Loki, type LokiProps } from './loki.ts';

const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { cpu: '1m', memory: '1Mi' } };

function made(more: Partial<LokiProps> = {}) {
  const { one } = synthesizeChart((chart) => {
    const props = { image: 'grafana/loki:1', retentionDays: 3, storage: { size: '1Gi' }, resources };
    new Loki(chart, 'loki', { ...props, ...more });
  });
  return { one, config: load(one('ConfigMap').data['loki.yaml']) as Loose };
}

describe('Loki', () => {
  it('keeps lines on its volume, and deletes them after the days that the settings say', () => {
    const { config } = made();
    expect(config['common'].storage).toHaveProperty('filesystem');
    expect(config['limits_config'].retention_period).toBe('72h');
    expect(config['compactor']).toMatchObject({
      retention_enabled: true,
      delete_request_store: 'filesystem',
    });
  });

  it('keeps them in a bucket where it has one, as the account that the cloud knows', () => {
    const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' };
    const store = { bucket: 'our-logs', region: 'eu-central-1', accountAnnotations: role };
    const { config, one } = made({ objectStore: store });
    expect(config['common'].storage).toEqual({ s3: { bucketnames: 'our-logs', region: 'eu-central-1' } });
    expect(config['schema_config'].configs[0].object_store).toBe('s3');
    expect(config['compactor'].delete_request_store).toBe('s3');
    expect(one('ServiceAccount').metadata.annotations).toEqual(role);
    const elsewhere = made({ objectStore: { ...store, endpoint: 'http://minio.store:9000' } }).config;
    expect(elsewhere['common'].storage.s3).toMatchObject({ s3forcepathstyle: true, insecure: true });
  });
});
