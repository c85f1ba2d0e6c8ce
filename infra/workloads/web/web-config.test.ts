import { describe, expect, it } from 'vitest';
import { variableNames } from '../../../app/config.ts';
import { databaseConnectionOf } from '../facts/database-connection.ts';
import { Secrets } from '../secrets/secrets.ts';
import { settingsWith } from '../testing/smallest-settings.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { WebConfig } from './web-config.ts';

const collector = { endpoint: 'http://jaeger.monitoring:4318', sampleRatio: 0.1 };
const data = (everything: boolean, mode = 'statefulset') =>
  synthesizeChart((chart) => {
    new WebConfig(chart, 'web', {
      redis: 'redis://redis:6379',
      publicUrl: 'https://money.example.org',
      web: settingsWith().web,
      database: databaseConnectionOf(settingsWith({ database: { mode } })).config,
      databaseConnections: 10,
      maxUploadMebibytes: 18,
      trustedProxies: 1,
      ...(everything && { collector }),
    });
  }).one('ConfigMap', 'web').data;

const secretKeys = synthesizeChart((chart) => {
  new Secrets(chart, 'secrets', {
    rotation: settingsWith().secrets.rotation,
    database: 'cloudnative-pg',
    cache: 'in-cluster',
    mail: false, // its Secret is for alerts
    backup: true,
    objectStoreKey: false, // its Secret is for rclone
    databaseMetrics: true,
    firstInvitation: true,
  });
}).objects.flatMap(({ stringData }) => Object.keys(stringData).filter((key) => key === key.toUpperCase()));

describe('the environment of the app', () => {
  it('is exactly what the app reads', () => {
    const { plain, secret, migration } = variableNames;
    expect(Object.keys(data(true, 'cloudnative-pg')).toSorted()).toEqual(plain.toSorted());
    expect(secretKeys.toSorted()).toEqual([...secret, ...migration].toSorted());
  });

  it('says nothing of traces where none are kept', () => {
    const left = Object.keys(data(true)).filter((key) => !(key in data(false)));
    expect(left.toSorted()).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG']);
  });

  it('is text, with sizes in bytes', () => {
    expect(data(false)).toMatchObject({
      PUBLIC_URL: 'https://money.example.org',
      PORT: '8080',
      METRICS_PORT: '9464',
      DB_HOST: 'postgres',
      DB_POOL_SIZE: '10',
      UPLOAD_MAX_BYTES: '18874368',
      DRAIN_SECONDS: '10',
    });
  });

  it('holds no password: not even in an address', () => {
    expect(data(true).REDIS_URL).toBe('redis://redis:6379');
  });
});
