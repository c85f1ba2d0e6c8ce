import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/find-or-require-free-port.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { issueCertificates } from '../../synth/sign-certificates-locally.ts';
import { platform } from '../platform.ts';
import { filled, valuesFor } from '../secrets/fill-secrets-without-pulumi.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

/*
 * The store's own program, with the command, the users and the buckets of the manifests; dumps go in and out by the scripts
 * of the backup.
 */

const ROOT = join(import.meta.dirname, '../../..');
const programs = { versitygw: built('versitygw'), rclone: built('rclone') };
const why = Object.values(programs).find((program) => 'reason' in program)?.reason;

describe.skipIf(why !== undefined)(`the store inside${why ? ` (skipped: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'object-store-'));
  const settings = settingsWith({ backup: { objectStore: { kind: 'inside' } } });
  const { app, values } = platform(settings);
  const objects: readonly Loose[] = objectsIn(app);
  let known: ReadonlyMap<string, string> = new Map();
  const secret = (name: string): Record<string, string> => {
    const found = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
    return filled(found as never, known)['stringData'] as never;
  };
  const authority = join(folder, 'ca.crt');
  let endpoint = '';
  let stop = async () => {};

  beforeAll(async () => {
    const ours = values
      .filter(({ token }) => /^(object-store|authority)\./.test(token))
      .map(({ token, made }) => ({
        token,
        made:
          made.by === 'certificate' && made.holder.name === 'object-store'
            ? { ...made, holder: { ...made.holder, ipAddresses: ['127.0.0.1'] } }
            : made,
      }));
    known = valuesFor(ours, {}, await issueCertificates(ours));
    for (const name of ['data', 'users', 'tls', 'tmp']) mkdirSync(join(folder, name));
    const port = await freePort('127.0.0.1');
    endpoint = `https://127.0.0.1:${port}`;
    for (const [file, text] of Object.entries(secret('object-store-tls')))
      writeFileSync(join(folder, 'tls', file), text);
    writeFileSync(authority, secret('platform-ca')['ca.crt'] ?? '');
    const users = secret('object-store-users');
    writeFileSync(join(folder, 'users', 'users.json'), users['users.json'] ?? '');
    const server = containersOf(objects, 'StatefulSet', 'object-store')[0] as Loose;
    const [, ...args] = (server['command'] as string[]).map((word) =>
      word
        .replace(/^--port=:\d+$/, `--port=127.0.0.1:${port}`)
        .replace('/etc/object-store-tls', join(folder, 'tls'))
        .replace('/etc/object-store', join(folder, 'users'))
        .replace(/^\/data$/, join(folder, 'data')),
    );
    const running = spawn(pathOf('versitygw'), args, {
      env: { ROOT_ACCESS_KEY_ID: 'root', ROOT_SECRET_ACCESS_KEY: users['root'] },
      stdio: 'ignore',
    });
    stop = async () => {
      running.kill();
      await once(running, 'exit');
    };
    for (let tries = 0; tries < 1000; tries++) {
      if (isHealthy()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('versitygw does not answer');
  });

  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  it('has the bucket of each user, which only that user reads', () => {
    const users = secret('object-store-users');
    for (const twice of [1, 2])
      for (const { name, command, env } of containersOf(objects, 'Job', 'object-store-buckets'))
        expect(
          rclone(command.slice(1), { ...plain(env), ...keyOf(name, users[name]) }),
          `${name} ${twice}`,
        ).toBe(0);
    expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(['backup', 'logs', 'velero']);
    const asLogs = keyOf('logs', users['logs']);
    expect(rclone(['lsf', ':s3:logs'], asLogs)).toBe(0);
    expect(rclone(['lsf', ':s3:backup'], asLogs)).not.toBe(0);
    expect(rclone(['lsf', ':s3:logs'], keyOf('logs', users['velero']))).not.toBe(0);
  });

  it('is the version of the image', () => {
    const module = readFileSync(join(ROOT, '.ci/tools/versitygw/go.mod'), 'utf8');
    const [, version] = /versity\/versitygw (v\S+)/.exec(module) ?? [];
    expect(containersOf(objects, 'StatefulSet', 'object-store')[0]?.['image']).toBe(
      `versity/versitygw:${version}`,
    );
  });

  it('is refused by clients that do not know its authority, and answers no clear text', async () => {
    const { RCLONE_CA_CERT: _, ...env } = here(keyOf('logs', secret('object-store-users')['logs']));
    const { status, stderr } = spawnSync(pathOf('rclone'), ['lsf', ':s3:logs'], {
      env: { ...env, RCLONE_RETRIES: '1', RCLONE_LOW_LEVEL_RETRIES: '1' }, // it would try for two minutes
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('certificate signed by unknown authority'),
    ]);
    expect(status).not.toBe(0);
    const plain = await fetch(`${endpoint.replace('https:', 'http:')}/health`).catch(() => undefined);
    expect(plain?.ok).not.toBe(true);
  });

  it('takes a dump, keeps it as files, and gives it back as it was', () => {
    const name = `finance-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
    const dump = join(folder, 'dumps', name);
    mkdirSync(dump, { recursive: true });
    writeFileSync(join(dump, 'dump'), Buffer.alloc(12 * 2 ** 20, 'twelve mebibytes, which go in parts'));
    writeFileSync(join(dump, 'SHA256SUMS'), 'sums');
    const [upload] = containersOf(objects, 'CronJob', 'backup');
    const env = { ...plain(upload?.['env']), ...secret('object-store') };
    expect(script('upload.sh', env, 'dumps')).toContain(`the newest dump in the object store is ${name}`);
    expect(readFileSync(join(folder, 'data/backup/finance', name, 'SHA256SUMS'), 'utf8')).toBe('sums');
    mkdirSync(join(folder, 'fetched'));
    expect(script('fetch.sh', env, 'fetched')).toBe(`fetch: ${name} is here\n`);
    expect(readFileSync(join(folder, 'fetched', name, 'dump')).equals(readFileSync(join(dump, 'dump')))).toBe(
      true,
    );
  });

  it('takes receipts beside the dumps once, gives those that a dump lists, and deletes what no dump lists any more', () => {
    const [upload] = containersOf(objects, 'CronJob', 'backup');
    const env = { ...plain(upload?.['env']), ...secret('object-store') };
    const there = () => filesIn(join(folder, 'data/backup/finance/finance-receipts'));
    const receipt = (text: string) => {
      const hash = createHash('sha256').update(text).digest('hex');
      const place = join(folder, 'dumps-of-receipts/finance-receipts', hash.slice(0, 2));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, hash), text);
      return hash;
    };
    const dump = (days: number, ...hashes: readonly string[]) => {
      const at = new Date(Date.now() - days * 86_400_000).toISOString();
      const name = `finance-${at.replaceAll(/[-:]|\.\d+/g, '')}`;
      const place = join(folder, 'dumps-of-receipts', name);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'files.txt'), hashes.map((hash) => `${hash} 3\n`).join(''));
      writeFileSync(join(place, 'SHA256SUMS'), 'sums');
      return name;
    };
    const [old, both, recent] = [receipt('one'), receipt('two'), receipt('six')];
    const former = dump(6, old, both);
    script('upload.sh', env, 'dumps-of-receipts');
    expect(there()).toEqual([old, both, recent].filter((hash) => hash !== recent).toSorted());
    rmSync(join(folder, 'dumps-of-receipts', former), { recursive: true });
    const newest = dump(-0.01, both, recent);

    // As eight days after the first of the two.
    const later = { ...env, RETENTION_DAYS: '5' };
    expect(script('upload.sh', later, 'dumps-of-receipts')).toContain(
      '1 files in the object store that no dump there lists: deleted',
    );
    expect(there()).toEqual([both, recent].toSorted());
    expect(script('fetch.sh', env, 'fetched-receipts')).toBe(
      `fetch: ${newest} is here\nfetch: 2 files of receipts are here\n`,
    );
    expect(filesIn(join(folder, 'fetched-receipts/finance-receipts'))).toEqual([both, recent].toSorted());
    // A dump that is here, whose receipts are not all.
    rmSync(join(folder, 'fetched-receipts/finance-receipts', recent.slice(0, 2)), { recursive: true });
    expect(script('fetch.sh', { ...env, DUMP: newest }, 'fetched-receipts')).toBe(
      'fetch: 2 files of receipts are here\n',
    );
    expect(filesIn(join(folder, 'fetched-receipts/finance-receipts'))).toEqual([both, recent].toSorted());
  });

  function filesIn(place: string): readonly string[] {
    return readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ name }) => name)
      .toSorted();
  }

  function isHealthy(): boolean {
    const { stdout } = spawnSync('curl', ['-s', '--cacert', authority, `${endpoint}/health`], {
      encoding: 'utf8',
    });
    return stdout.trim() === 'OK';
  }

  function rclone(args: readonly string[], env: Record<string, string | undefined>): number | null {
    const { status } = spawnSync(pathOf('rclone'), args, { env: { ...here(env), RCLONE_RETRIES: '1' } });
    return status;
  }

  function script(file: string, env: Record<string, string>, dumps: string): string {
    const path = join(import.meta.dirname, '../backup/scripts', file);
    const own = { DUMPS: join(folder, dumps), PGDATABASE: 'finance' };
    mkdirSync(own.DUMPS, { recursive: true });
    return execFileSync('sh', [path], { encoding: 'utf8', stdio: 'pipe', env: { ...here(env), ...own } });
  }

  function here(env: Record<string, string | undefined>) {
    return {
      ...env,
      PATH: `${join(pathOf('rclone'), '..')}:${process.env['PATH']}`,
      RCLONE_S3_ENDPOINT: endpoint,
      RCLONE_CA_CERT: authority,
      RCLONE_CONFIG: join(folder, 'tmp', 'rclone.conf'),
      RCLONE_CACHE_DIR: join(folder, 'tmp'),
    };
  }
});

type Program = { readonly path: string; readonly reason?: never } | { readonly reason: string };

/** Builds a tool on first use, which takes minutes. */
function built(tool: string): Program {
  const { status, stdout, stderr } = spawnSync(join(ROOT, '.ci/tool'), [tool], { encoding: 'utf8' });
  if (status === 0) return { path: stdout.trim() };
  if (status === 3) return { reason: stderr.trim() }; // Go is not installed
  throw new Error(stderr);
}

function pathOf(tool: keyof typeof programs): string {
  const program = programs[tool];
  return 'path' in program ? (program.path ?? '') : '';
}

function containersOf(objects: readonly Loose[], kind: string, name: string): readonly Loose[] {
  const found = objects.find((object) => object['kind'] === kind && object['metadata'].name.startsWith(name));
  const { spec } = found ?? {};
  return (spec?.jobTemplate?.spec ?? spec).template.spec.containers;
}

function plain(env: readonly Loose[] = []): Record<string, string> {
  return Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function keyOf(id: string, key: string | undefined): Record<string, string> {
  return {
    RCLONE_S3_PROVIDER: 'Other',
    RCLONE_S3_REGION: 'us-east-1',
    RCLONE_S3_ACCESS_KEY_ID: id,
    RCLONE_S3_SECRET_ACCESS_KEY: key ?? '',
  };
}
