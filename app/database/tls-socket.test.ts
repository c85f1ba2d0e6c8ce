import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { emptyDatabase } from '../testing/databases.ts';
import { connect } from './connect.ts';
import { detectFrozenServer } from './detect-frozen-server.ts';
import { replaceablePool } from './pool-replaced-after-outage.ts';
import type { Tls } from './tls-socket.ts';

const why = spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl makes the certificates';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(why)(`Postgres behind TLS${why ? ` (skipped: ${why})` : ''}`, () => {
  it('is believed when somebody known signed its certificate for the name that we call it by', async () => {
    const front = await frontWith(issued('localhost', 'DNS:localhost'));
    expect(await ask(front, { verify: true, caFile: front.caFile })).toEqual([{ one: 1 }]);
    expect(front.heard()).toBeGreaterThan(0);
    expect(front.calledBy()).toBe('localhost');
  });

  it('may be called by its address, when that is in the certificate', async () => {
    const front = await frontWith(issued('by-address', 'IP:127.0.0.1'));
    const tls = { verify: true, caFile: front.caFile };
    expect(await ask(front, tls, '127.0.0.1')).toEqual([{ one: 1 }]);
    await expect(ask(front, tls, 'localhost')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it.each<[what: string, names: string, code: string, ca: (own: string) => string | undefined]>([
    ['another name', 'DNS:db.example.com', 'ERR_TLS_CERT_ALTNAME_INVALID', (own) => own],
    [
      'an unknown authority',
      'DNS:localhost',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      () => issued('other', 'DNS:x').caFile,
    ],
    ['an authority that is not public', 'DNS:localhost', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', () => undefined],
  ])('is told nothing when its certificate is of %s', async (what, names, code, ca) => {
    const front = await frontWith(issued(what.replaceAll(' ', '-'), names));
    const caFile = ca(front.caFile);
    await expect(ask(front, { verify: true, caFile })).rejects.toMatchObject({ code });
    expect(front.heard()).toBe(0);
    // Without verification the same server is accepted, encrypted.
    expect(await ask(front, { verify: false })).toEqual([{ one: 1 }]);
  });

  it('is believed again once the file has its new authority', async () => {
    const front = await frontWith(issued('renewed', 'DNS:localhost'));
    const caFile = join(folder, 'mounted.crt');
    copyFileSync(issued('of-before', 'DNS:localhost').caFile, caFile);
    await expect(ask(front, { verify: true, caFile })).rejects.toThrow();
    copyFileSync(front.caFile, caFile);
    expect(await ask(front, { verify: true, caFile })).toEqual([{ one: 1 }]);
  });

  it('is away when it falls silent behind its encryption', async () => {
    const front = await frontWith(issued('silent', 'DNS:localhost'));
    const { owner, port, caFile } = front;
    const config = { ...owner, host: 'localhost', port, poolSize: 1, tls: { verify: true, caFile } };
    const watch = detectFrozenServer(config, { doubt: 200, proof: 200, rest: 200 });
    const pool = replaceablePool(watch, (own) => connect(config, own));
    onTestFinished(async () => {
      watch.stop();
      await pool.end(0);
    });
    expect(await pool.sql`select 1 as one`).toEqual([{ one: 1 }]);
    front.mute(true);
    await expect(pool.sql`select 2`).rejects.toMatchObject({ code: 'CONNECTION_DESTROYED' });
    expect(watch.isAway).toBe(true);
    front.mute(false);
    await expect.poll(() => pool.sql`select 3 as three`.catch(() => [])).toEqual([{ three: 3 }]);
  });

  it.each([
    ['does not encrypt', 'N'],
    ['puts words in clear behind its yes', 'S and something'],
  ])('is told nothing when it %s', async (_what, answer) => {
    const front = await frontWith(issued('plain', 'DNS:localhost'), answer);
    for (const verify of [true, false])
      await expect(ask(front, { verify, caFile: front.caFile })).rejects.toThrow('does not encrypt');
    expect(front.heard()).toBe(0);
  });
});

interface Issued {
  readonly key: string;
  readonly cert: string;
  readonly caFile: string;
}

/** Issues a certificate for some names, signed by its own CA. */
function issued(name: string, names: string): Issued {
  const file = (suffix: string) => join(folder, `${name}${suffix}`);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const fresh = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    ...fresh,
    '-x509',
    '-days',
    '2',
    '-subj',
    `/CN=${name} CA`,
    '-keyout',
    file('-ca.key'),
    '-out',
    file('-ca.crt'),
  );
  openssl(...fresh, '-subj', `/CN=${name}`, '-keyout', file('.key'), '-out', file('.csr'));
  writeFileSync(file('.ext'), `subjectAltName=${names}\n`);
  const signed = ['x509', '-req', '-days', '2', '-in', file('.csr'), '-extfile', file('.ext')];
  openssl(
    ...signed,
    '-CA',
    file('-ca.crt'),
    '-CAkey',
    file('-ca.key'),
    '-CAcreateserial',
    '-out',
    file('.crt'),
  );
  return {
    key: readFileSync(file('.key'), 'utf8'),
    cert: readFileSync(file('.crt'), 'utf8'),
    caFile: file('-ca.crt'),
  };
}

/** Starts a TLS server that behaves like Postgres, in front of the tests' Postgres; counts the received bytes. */
async function frontWith({ key, cert, caFile }: Issued, answer = 'S') {
  const { config, drop } = await emptyDatabase();
  onTestFinished(drop);
  let heard = 0;
  let isMute = false;
  let calledBy: string | false | null | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client.on('error', () => {}));
    client.once('data', (request) => {
      if (isMute) return;
      if (request.length !== 8) throw new Error('that is no request to encrypt');
      client.write(answer);
      if (answer !== 'S') {
        client.on('data', (more) => {
          heard += more.length;
        });
        return;
      }
      const inside = new TLSSocket(client, { isServer: true, key, cert, ALPNProtocols: ['postgresql'] });
      inside.on('error', () => {});
      inside.once('secure', () => {
        calledBy = inside.servername;
      });
      inside.on('data', (more) => {
        heard += more.length;
      });
      const behind = createConnection(config.owner).on('error', () => {});
      sockets.add(behind);
      inside.on('data', (more) => isMute || behind.write(more));
      behind.pipe(inside);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const mute = (to: boolean) => {
    isMute = to;
  };
  return { port, caFile, owner: config.owner, heard: () => heard, calledBy: () => calledBy, mute };
}

async function ask(front: Awaited<ReturnType<typeof frontWith>>, tls: Tls, host = 'localhost') {
  const sql = connect({ ...front.owner, host, port: front.port, poolSize: 1, tls });
  try {
    return await sql`select 1 as one`;
  } finally {
    await sql.end({ timeout: 0 });
  }
}
