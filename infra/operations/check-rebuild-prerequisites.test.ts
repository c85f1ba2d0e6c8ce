import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../local/find-or-require-free-port.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { type Found, rebuildNeeds } from './check-rebuild-prerequisites.ts';
import { type DumpStore, dumpStore } from './list-and-verify-dumps.ts';

const ACCEPTED = join(import.meta.dirname, '../settings/fixtures/accepted');
const now = new Date('2026-01-31T14:30:00Z');

/** A store with these dumps, the newest of which has this damage. */
function storeWith(
  dumps: readonly string[],
  damage: readonly string[] = [],
  receiptDamage: readonly string[] = [],
): DumpStore {
  const ofNewest = (found: readonly string[]) => async (dump: string) => (dump === dumps.at(-1) ? found : []);
  return { dumps: async () => dumps, damage: ofNewest(damage), receiptDamage: ofNewest(receiptDamage) };
}

async function needsOf(stack: string, found: Partial<Found>): Promise<Record<string, string>> {
  const settings = readStackFile(stack, ACCEPTED);
  const needs = await rebuildNeeds(settings, { secrets: [], store: undefined, now, ...found });
  return Object.fromEntries(needs.map(({ what, state, said }) => [what, `${state}: ${said}`]));
}

const dumps = ['finance-20260130T023000Z', 'finance-20260131T023000Z'];

it('all is there where the newest dump is whole and the secrets open', async () => {
  const store = storeWith(dumps);
  expect(await needsOf('backup-to-object-store', { secrets: ['objectStoreKey'], store })).toEqual({
    secrets: 'there: decrypted: objectStoreKey',
    passwords: expect.stringMatching(/^there: those of the platform are made anew/),
    'object store': expect.stringMatching(/^look: it runs in namespace minio/),
    dump: 'there: finance-20260131T023000Z is whole, 12 hours old',
    receipts: 'there: they are in the database, and come back with it',
    image: 'look: finance-platform/web:0.1.0 must be where the new cluster gets it from',
  });
});

it.each<[what: string, stack: string, found: Partial<Found>, said: Record<string, unknown>]>([
  [
    'a dump that is damaged',
    'backup-to-object-store',
    { store: storeWith(dumps, ['dump is not what was dumped', 'rows.txt is missing']) },
    {
      dump: 'lacking: finance-20260131T023000Z is damaged: dump is not what was dumped, rows.txt is missing',
    },
  ],
  [
    'an empty store',
    'backup-to-object-store',
    { store: storeWith([]) },
    { dump: 'lacking: none is in the object store' },
  ],
  [
    'no store',
    'backup-weekly',
    {},
    { dump: expect.stringMatching(/^lacking: backup\.objectStore is not set: .* gone with it$/) },
  ],
  ['no dumps at all', 'backup-off', {}, { dump: 'lacking: backup.enabled is false: there are no dumps' }],
  [
    'a database that others keep',
    'eks-rds',
    {},
    { dump: expect.stringMatching(/^look: database\.mode is rds: AWS keeps/) },
  ],
  [
    'secrets of another passphrase',
    'backup-to-object-store',
    { secrets: new Error('incorrect passphrase'), store: storeWith(dumps) },
    { secrets: "lacking: the stack file's cannot be decrypted: incorrect passphrase" },
  ],
  [
    'passwords in a store',
    'external-secrets',
    {},
    {
      passwords: expect.stringMatching(
        /^look: AWS Secrets Manager in \S+ must hold \S+\/…: npm run -s secrets/,
      ),
    },
  ],
  [
    'receipts on a volume that nothing copies',
    'one-node',
    {},
    { receipts: expect.stringMatching(/^look: no copy of them is outside the cluster/) },
  ],
  [
    'a receipt that is not beside the dumps',
    'one-node',
    { store: storeWith(dumps, [], ['ab12 is missing', 'cd34 is not what was dumped']) },
    { receipts: 'lacking: ab12 is missing, cd34 is not what was dumped' },
  ],
  [
    'receipts beside the dumps, all of them,',
    'one-node',
    { store: storeWith(dumps) },
    { receipts: 'there: all that finance-20260131T023000Z lists are beside it' },
  ],
  [
    'passwords in Vault',
    'vault',
    {},
    {
      passwords: expect.stringMatching(
        /^look: Vault at https:\S+ must hold finance\/prod\/…: npm run -s secrets/,
      ),
    },
  ],
])('%s is told of', async (_what, stack, found, said) => {
  expect(await needsOf(stack, found)).toMatchObject(said);
});

it('a store that does not answer is told of, with what it said', async () => {
  const settings = { bucket: 'dumps', prefix: 'finance', accountAnnotations: {} };
  const key = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoint = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  const store = dumpStore(settings, { database: 'finance', key, endpoint });
  expect(await needsOf('backup-to-object-store', { store })).toMatchObject({
    dump: expect.stringMatching(/^lacking: the object store says .*ECONNREFUSED/),
  });
});

it.each([
  [404, 'the object store says status 404 and no word more: is the endpoint another server?'],
  [200, 'the object store says what no object store says: is the endpoint another server?'],
])('a server that is no object store and answers %i is told from an empty one', async (status, said) => {
  const server = createServer((_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Hello</body></html>'),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings = { bucket: 'dumps', prefix: 'finance', accountAnnotations: {} };
  const key = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = dumpStore(settings, { database: 'finance', key, endpoint });
  expect(await needsOf('backup-to-object-store', { store })).toMatchObject({ dump: `lacking: ${said}` });
  server.close();
  server.closeAllConnections();
});
