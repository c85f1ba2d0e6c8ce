import { describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { readConfig, readMigrationConfig, variableNames } from './config.ts';

const enough = {
  DB_HOST: 'postgres',
  DB_NAME: 'finance',
  DB_USER: 'finance_web',
  DB_PASSWORD: 'pass',
  PUBLIC_URL: 'https://money.example.org',
  SESSION_SECRET: 'a-secret-of-more-than-thirty-two-characters',
};

describe('the environment', () => {
  it('needs only what has no safe default', () => {
    expect(readConfig(enough)).toMatchObject({
      environment: 'production',
      host: '0.0.0.0',
      port: 8080,
      metricsPort: 9464,
      publicOrigin: 'https://money.example.org',
      https: true,
      drainSeconds: 10,
      redis: undefined,
      traces: undefined,
      uploads: {
        store: 'database',
        folder: '/srv/uploads',
        maxBytes: 18 * 1024 * 1024,
        bookBytes: 1024 * 1024 * 1024,
      },
      database: { host: 'postgres', port: 5432, name: 'finance', poolSize: 10 },
    });
  });

  it('knows its version without being told, and its commit from the image', () => {
    expect(readConfig(enough).build).toEqual({ version: packageFile.version, commit: 'unknown' });
    const told = { ...enough, APP_VERSION: '1.2.3', APP_COMMIT: 'a1b2c3d' };
    expect(readConfig(told).build).toEqual({ version: '1.2.3', commit: 'a1b2c3d' });
  });

  it('tells every problem at once', () => {
    const broken = {
      ...enough,
      DB_HOST: '',
      PORT: '80a',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'https://a.example/path',
    };
    expect(() => readConfig(broken)).toThrowError(
      [
        'The environment is not usable:',
        '  PORT must be a whole number from 0 to 65535, got "80a"',
        '  PUBLIC_URL must be an origin such as https://money.example.org, got "https://a.example/path"',
        '  LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud"',
        '  DB_HOST must be set',
      ].join('\n'),
    );
  });

  it.each([
    { SESSION_SECRET: 'tooshort-hush' },
    { DB_PASSWORD: 'hush with a space' },
    { REDIS_URL: 'redis://:hush@redis:6379' },
  ])('never repeats a secret: %o', (wrong) => {
    expect(() => readConfig({ ...enough, ...wrong })).toThrowError(/must/);
    expect(() => readConfig({ ...enough, ...wrong })).not.toThrowError(/hush/);
  });

  it('takes several session secrets, for a rotation', () => {
    const [next, last] = ['n'.repeat(32), 'l'.repeat(32)];
    expect(readConfig({ ...enough, SESSION_SECRET: `${next},${last}` }).sessionSecrets).toEqual([next, last]);
    expect(() => readConfig({ ...enough, SESSION_SECRET: `${next},short` })).toThrowError('SESSION_SECRET');
  });

  it('traces where it is told of a collector, a tenth of the requests', () => {
    const traced = (more: Record<string, string>) =>
      readConfig({ ...enough, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger:4318/', ...more }).traces;
    expect(traced({})).toEqual({ endpoint: 'http://jaeger:4318', sampleRatio: 0.1 });
    expect(traced({ OTEL_TRACES_SAMPLER_ARG: '1' })?.sampleRatio).toBe(1);
    expect(() => traced({ OTEL_TRACES_SAMPLER_ARG: '1.5' })).toThrowError('must be a number from 0 to 1');
    expect(readConfig(enough).otherOrigins).toEqual([]);
    const others = (OTHER_ORIGINS: string) => readConfig({ ...enough, OTHER_ORIGINS }).otherOrigins;
    expect(others('https://a.example  http://192.0.2.11:30080')).toEqual([
      'https://a.example',
      'http://192.0.2.11:30080',
    ]);
    expect(() => others('https://a.example https://b.example/path')).toThrowError('must be an origin');
    expect(() => traced({ OTEL_EXPORTER_OTLP_ENDPOINT: 'jaeger:4318' })).toThrowError('must be an address');
  });

  it('names every variable, so that the manifests can be held against it', () => {
    const seen = new Set<string>();
    const watched = new Proxy(enough as Record<string, string>, {
      get(target, name: string) {
        seen.add(name);
        return target[name];
      },
    });
    readConfig(watched);
    expect([...seen].sort()).toEqual(
      [...variableNames.plain, ...variableNames.image, ...variableNames.secret].sort(),
    );
  });
});

describe('the environment of the migration', () => {
  it('has the same database twice, for two roles', () => {
    const config = readMigrationConfig({ ...enough, DB_OWNER_USER: 'owner', DB_OWNER_PASSWORD: 'other' });
    expect(config.owner).toEqual({ ...config.app, user: 'owner', password: 'other' });
  });

  it('keeps the passwords of those roles beside that it is told', () => {
    const asOwner = { ...enough, DB_OWNER_USER: 'owner', DB_OWNER_PASSWORD: 'other' };
    expect(readMigrationConfig(asOwner).beside).toEqual([]);
    const dumper = { DB_BACKUP_USER: 'finance_backup', DB_BACKUP_PASSWORD: 'of-dumps' };
    expect(readMigrationConfig({ ...asOwner, ...dumper }).beside).toEqual([
      { user: 'finance_backup', password: 'of-dumps' },
    ]);
  });

  it('refuses to make the app the owner of its tables', () => {
    const same = { ...enough, DB_OWNER_USER: enough.DB_USER, DB_OWNER_PASSWORD: 'other' };
    expect(() => readMigrationConfig(same)).toThrowError('must differ');
  });
});
