import { describe, expect, it } from 'vitest';
import { readConfig, variableNames } from '../../../app/config.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import { databaseConnectionOf } from '../facts/database-connection.ts';
import { redisConnectionOf } from '../facts/redis-connection.ts';
import { Secrets } from '../secrets/secrets.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { WebConfig } from './web-config.ts';

const collector = { endpoint: 'http://jaeger.monitoring:4318', sampleRatio: 0.1 };
const IMAGE = 'registry.example.com:5000/finance:1.0.0';
const data = (everything: boolean, mode = 'statefulset', image = IMAGE) =>
  synthesizeChart((chart) => {
    new WebConfig(chart, 'web', {
      image,
      redis: redisConnectionOf(settingsWith()).config,
      publicUrl: 'https://money.example.org',
      otherOrigins: everything ? ['https://finance.example.org', 'http://192.0.2.11:30080'] : [],
      web: settingsWith().web,
      database: databaseConnectionOf(settingsWith({ database: { mode } })).config,
      databaseConnections: 10,
      maxUploadMebibytes: 18,
      uploadsKind: everything ? 'volume' : 'database',
      bookMebibytes: 512,
      trustedProxies: 1,
      ...(everything && { collector, encrypted: true }),
    });
  }).one('ConfigMap', 'web').data;

const secretKeys = synthesizeChart((chart) => {
  new Secrets(chart, 'secrets', {
    readReplica: false,
    rotation: settingsWith().secrets.rotation,
    database: 'cloudnative-pg',
    cache: 'in-cluster',
    mail: false, // its Secret is for alerts
    backup: true,
    objectStoreKey: undefined, // its Secret is for rclone
    databaseMetrics: true,
    databaseReports: true,
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
    expect(left.filter((name) => !name.startsWith('TLS_')).toSorted()).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_TRACES_SAMPLER_ARG',
      'OTHER_ORIGINS',
    ]);
  });

  it('is text, with sizes in bytes', () => {
    expect(data(false)).toMatchObject({
      PUBLIC_URL: 'https://money.example.org',
      PORT: '8080',
      METRICS_PORT: '9464',
      DB_HOST: 'postgres',
      DB_POOL_SIZE: '10',
      UPLOAD_MAX_BYTES: '18874368',
      UPLOAD_STORE: 'database',
      UPLOAD_BOOK_MEBIBYTES: '512',
      DRAIN_SECONDS: '10',
    });
  });

  it('names the version by the tag of the image; an image named by its digest alone knows its own', () => {
    const digest = `@sha256:${'a1'.repeat(32)}`;
    const version = (image: string) => data(false, 'statefulset', image)['APP_VERSION'];
    expect(version(IMAGE)).toBe('1.0.0');
    expect(version(IMAGE + digest)).toBe('1.0.0');
    expect(version(`registry.example.com:5000/finance${digest}`)).toBeUndefined();
  });

  it('leaves the version of an image that is named by its digest alone to the package.json in it', () => {
    const environment = data(false, 'statefulset', `registry.example.com/finance@sha256:${'a1'.repeat(32)}`);
    const secrets = { DB_USER: 'a', DB_PASSWORD: 'b', REDIS_PASSWORD: 'c', SESSION_SECRET: 'd'.repeat(64) };
    expect(readConfig({ ...environment, ...secrets }).build.version).toBe(packageFile.version);
  });

  it('holds no password: not even in an address', () => {
    expect(data(true).REDIS_URL).toBe('rediss://redis:6379');
  });
});
