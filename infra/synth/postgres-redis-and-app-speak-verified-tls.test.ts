import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:https';
import { type AddressInfo, connect as connectTo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import postgres from 'postgres';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../app/database/connect.ts';
import { secured } from '../../app/database/tls-socket.ts';
import { buildFrontend } from '../../app/frontend/assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from '../../app/frontend/read-proxy-config-from-environment.ts';
import { serverCertificates } from '../../app/plugins/certificate-expiry-metrics.ts';
import { metricsPlugin } from '../../app/plugins/metrics.ts';
import { redisPlugin } from '../../app/plugins/redis.ts';
import { freePort } from '../../app/testing/free-port.ts';
import { logLines } from '../../app/testing/log-lines.ts';
import { serverIn, type TestServer } from '../../app/testing/postgres-server.ts';
import { startRedisServer } from '../../app/testing/redis-server.ts';
import { encryptedListener } from '../../app/tls-listener.ts';
import { postgresUser } from '../local/postgres-system-user-and-folder-access.ts';
import { redisConf, TLS_FOLDER } from '../workloads/cache/redis-conf.ts';
import { type ClearText, hostRules } from '../workloads/database/host-rules.ts';
import { AUTHORITY } from '../workloads/secrets/certificate-subjects-and-lifetimes.ts';
import type { DeclaredValue, Holder } from '../workloads/secrets/declared-value-types.ts';
import { issueCertificates } from './sign-certificates-locally.ts';

const YEAR = 365 * 24 * 3_600_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'certified-'));
  spawnSync('chmod', ['755', folder]); // Postgres runs as another user when we are root
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of a server with some name, and of the authorities of three rounds, as pods have them. */
async function files(name: string, dnsName = 'localhost', now = new Date()) {
  const certificate = (token: string, holder: Holder, round = 1): DeclaredValue => ({
    token,
    made: { by: 'certificate', part: 'certificate', holder, round },
  });
  const server: Holder = { name: 'server', dnsNames: [dnsName] };
  const rounds = [0, 1, 2].map((round) => certificate(`authority.${round}`, AUTHORITY, round));
  const issued = await issueCertificates(
    [
      ...rounds,
      certificate('tls.crt', server),
      { token: 'tls.key', made: { by: 'certificate', part: 'key', holder: server, round: 1 } },
    ],
    now,
  );
  const write = (file: string, text: string | undefined) => {
    const path = join(folder, `${name}-${file}`);
    writeFileSync(path, text ?? '', { mode: 0o440 });
    // As a Secret is in a pod: of root, and readable for the group of the server.
    const user = postgresUser();
    if (user?.gid !== undefined && process.getuid?.() === 0) chownSync(path, 0, user.gid);
    return path;
  };
  return {
    ca: write('ca.crt', rounds.map(({ token }) => issued.get(token)).join('')),
    cert: write('tls.crt', issued.get('tls.crt')),
    key: write('tls.key', issued.get('tls.key')),
  };
}

const WRONG: ReadonlyArray<[what: string, dnsName: string, now: Date, ca: 'own' | 'other', reason: string]> =
  [
    ['of an authority that nobody trusts', 'localhost', new Date(), 'other', 'unable to verify'],
    ['of another name', 'postgres', new Date(), 'own', "Hostname/IP does not match certificate's altnames"],
    ['that has expired', 'localhost', new Date(Date.now() - 11 * YEAR), 'own', 'certificate has expired'],
  ];

describe('Postgres with a certificate of the platform', () => {
  let data: string;
  beforeAll(async () => {
    data = join(folder, 'data');
    await (await serverIn(data)).initialise();
  });

  async function start(name: string, clearText: Exclude<ClearText, 'only'>, dnsName?: string, now?: Date) {
    const { ca, cert, key } = await files(name, dnsName, now);
    const rules = join(folder, 'pg_hba.conf');
    writeFileSync(rules, hostRules(clearText));
    const server = await serverIn(data, {
      hba_file: rules,
      ssl: 'on',
      ssl_cert_file: cert,
      ssl_key_file: key,
    });
    await server.start();
    onTestFinished(() => server.stop());
    return { server, ca };
  }

  it('lets nobody in from elsewhere without TLS, and everybody with a password inside it', async () => {
    const { server, ca } = await start('strict', 'refused');
    await expect(fromElsewhere(server)).rejects.toThrow(/no pg_hba.conf entry .* no encryption/);
    expect(await fromElsewhere(server, ca)).toEqual([{ encrypted: true }]);
  });

  it('is watched for the end of its certificate', async () => {
    const { server, ca } = await start('watched', 'refused');
    const registry = new Registry();
    const note = serverCertificates(registry);
    await ask(server, ca, (socket) => note('postgres', socket));
    const [metric] = (await registry.getMetricsAsJSON()) as Array<{ values: Array<{ value: number }> }>;
    expect((metric?.values[0]?.value ?? 0) * 1000).toBeGreaterThan(Date.now() + 9 * YEAR);
  });

  it('lets pods of the release before in, where that is said', async () => {
    const { server, ca } = await start('lenient', 'accepted');
    expect(await fromElsewhere(server)).toEqual([{ encrypted: false }]);
    expect(await fromElsewhere(server, ca)).toEqual([{ encrypted: true }]);
  });

  it('is asked at its own loopback as before: by a forwarded port', async () => {
    const { server } = await start('forwarded', 'refused');
    expect(await ask(server)).toEqual([{ one: 1 }]);
  });

  it.each(WRONG)('is told nothing with a certificate %s', async (what, dnsName, now, ca, reason) => {
    const name = what.replaceAll(' ', '-');
    const { server, ca: own } = await start(name, 'refused', dnsName, now);
    const caFile = ca === 'own' ? own : (await files(`${name}-other`)).ca;
    await expect(ask(server, caFile)).rejects.toThrow(reason);
  });
});

const why = spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'there is no redis-server';

describe.skipIf(why)(`Redis with a certificate of the platform${why ? ` (skipped: ${why})` : ''}`, () => {
  it('speaks with the app, which trusts its authority', async () => {
    const { app, reason } = await startApp('trusted');
    await expect.poll(() => ping(app)).toBe('PONG');
    expect(reason()).toBeUndefined();
    const ends = await app.metrics.getSingleMetricAsString('app_server_certificate_expiry_timestamp_seconds');
    const [, seconds] = /[{]server="redis"[}] (\d+)$/m.exec(ends) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(Date.now() + 9 * YEAR);
  });

  it('speaks with nobody in clear', async () => {
    const { app } = await startApp('clear', { scheme: 'redis' });
    expect(await ping(app)).toBeUndefined();
  });

  it.each(
    WRONG,
  )('is not used with a certificate %s, and the log says why', async (what, dnsName, now, ca, words) => {
    const { app, reason } = await startApp(what.replaceAll(' ', '-'), { dnsName, now, ca });
    for (let n = 0; n < 5; n += 1) expect(await ping(app)).toBeUndefined();
    await expect.poll(reason).toContain(words);
  });

  it('does not start an app whose file of authorities is not there', async () => {
    const app = fastify().register(metricsPlugin, { build: { version: '1', commit: '1' } });
    const redis = { ...settings(1, 'rediss'), caFile: join(folder, 'none.crt') };
    await expect(app.register(redisPlugin, { redis }).ready()).rejects.toThrow(
      /REDIS_CA_FILE cannot be read: ENOENT/,
    );
  });

  const settings = (port: number, scheme: string) => ({
    url: `${scheme}://localhost:${port}`,
    password: '',
    keyPrefix: 'test:',
    patience: 1000,
    rest: 60_000,
  });

  /** Starts the app's access to a server that has the configuration of the cluster. */
  async function startApp(name: string, { scheme = 'rediss', dnsName, now, ca = 'own' }: Case = {}) {
    const own = await files(`redis-${name}`, dnsName, now);
    const port = await freePort();
    const conf = redisConf({ maxMemory: '16Mi', evictionPolicy: 'allkeys-lru', persistence: 'none' })
      .replace('tls-port 6379', `tls-port ${port}`)
      .replace(`${TLS_FOLDER}/tls.crt`, own.cert)
      .replace(`${TLS_FOLDER}/tls.key`, own.key);
    const file = join(folder, `redis-${name}.conf`);
    writeFileSync(file, `${conf}\nprotected-mode no\nbind 127.0.0.1 ::1\n`);
    const server = await startRedisServer(folder, port, file);
    onTestFinished(() => server.stop());
    const caFile = ca === 'own' ? own.ca : (await files(`redis-${name}-other`)).ca;
    const app = fastify({ logger: true }).register(metricsPlugin, { build: { version: '1', commit: '1' } });
    const lines = logLines(app);
    app.register(redisPlugin, {
      redis: { ...settings(port, scheme), ...(scheme === 'rediss' && { caFile }) },
    });
    onTestFinished(() => app.close());
    await app.ready();
    return { app, reason: () => lines.find(({ reason }) => reason)?.['reason'] };
  }
});

describe('the app with a certificate of the platform', () => {
  /** Starts an encrypted server, and a frontend that hands requests on to it. */
  async function start(name: string, { dnsName, now, ca = 'own' }: Omit<Case, 'scheme'> = {}) {
    const own = await files(`app-${name}`, dnsName, now);
    const app = fastify({ forceCloseConnections: 'idle' });
    app.get('/books', (request) => ({ host: request.headers.host }));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { listener } = await encryptedListener(app.server, { certFile: own.cert, keyFile: own.key });
    await once(listener.listen(0, 'localhost'), 'listening');
    const { port } = listener.address() as AddressInfo;
    const frontend = await buildFrontend(
      readFrontendConfig({
        PUBLIC_URL: 'https://money.example.org',
        UPSTREAM: `https://localhost:${port}`,
        UPSTREAM_CA_FILE: ca === 'own' ? own.ca : (await files(`app-${name}-other`)).ca,
        LOG_LEVEL: 'silent',
      }),
    );
    onTestFinished(async () => {
      await frontend.close();
      listener.close();
      await app.close();
    });
    return { app, frontend, port, ca: readFileSync(own.ca) };
  }

  it('is reached by the frontend, which asks for the host that people ask for', async () => {
    const { frontend } = await start('trusted');
    const response = await frontend.inject({ url: '/books', headers: { host: 'money.example.org' } });
    expect(response.json()).toEqual({ host: 'money.example.org' });
  });

  it.each(
    WRONG,
  )('gets no request from the frontend with a certificate %s', async (what, dnsName, now, ca) => {
    const { frontend } = await start(what.replaceAll(' ', '-'), { dnsName, now, ca });
    const response = await frontend.inject({ url: '/books', headers: { host: 'money.example.org' } });
    expect(response.statusCode).toBe(502);
  });

  it('closes encrypted connections as its own when it stops', async () => {
    const { app, port, ca } = await start('stopped');
    const agent = new Agent({ keepAlive: true, ca });
    const [answer] = (await once(get({ host: 'localhost', port, path: '/books', agent }), 'response')) as [
      IncomingMessage,
    ];
    const ended = once(answer.socket, 'close');
    await once(answer.resume(), 'end');
    await app.close();
    await ended;
  });
});

interface Case {
  readonly scheme?: string;
  readonly dnsName?: string;
  readonly now?: Date;
  readonly ca?: 'own' | 'other';
}

function ping({ redis }: FastifyInstance) {
  return redis.ask((it) => it.ping());
}

async function ask({ address }: TestServer, caFile?: string, onSocket: (socket: Socket) => void = () => {}) {
  const { port, superuser: user, superuserPassword: password } = address;
  const tls = caFile === undefined ? {} : { tls: { verify: true, caFile } };
  const config = { host: 'localhost', port, name: 'postgres', user, password, poolSize: 1, ...tls };
  const sql = connect(config, { onSocket });
  try {
    return await sql`select 1 as one`;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Connects from an address that is not the one of the server's own loopback rule. */
async function fromElsewhere({ address }: TestServer, caFile?: string) {
  const { port, superuser: user, superuserPassword: password } = address;
  const socket = async () => {
    const raw = connectTo({ host: '127.0.0.1', port, localAddress: '127.0.0.2' });
    return caFile === undefined ? raw : secured(raw, 'localhost', { verify: true, caFile }, 5000);
  };
  const sql = postgres({ database: 'postgres', user, password, max: 1, ...{ socket } });
  try {
    return await sql`select ssl as encrypted from pg_stat_ssl where pid = pg_backend_pid()`;
  } finally {
    await sql.end({ timeout: 0 });
  }
}
