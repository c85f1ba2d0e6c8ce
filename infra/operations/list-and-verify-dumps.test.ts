import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { dumpStore } from './list-and-verify-dumps.ts';

/* Real requests of the AWS client, answered by a server of this test; infra/e2e has a complete object store. */

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const NAME = 'finance-20260131T023000Z';
const FILES = {
  dump: 'rows',
  'files.txt': '',
  'roles.txt': 'finance_web',
  'rows.txt': 'unbalanced 0',
  'schema.sql': 'create',
};

describe('the dumps', () => {
  it('are those of this database under this prefix, by when they were made', async () => {
    const names = [
      'finance-20260131T023000Z',
      'finance-20260130T023000Z',
      'finance-oldZ',
      'finance_test-20260201T023000Z',
    ];
    const keys = names.map((name) => `teams/a.b/${name}/SHA256SUMS`);
    const store = await storeOf(
      Object.fromEntries([...keys, `teams/a.b/finance-20260202T023000Z/dump`].map((key) => [key, ''])),
    );
    expect(await store.dumps()).toEqual(['finance-20260130T023000Z', 'finance-20260131T023000Z']);
  });
});

describe('a dump', () => {
  it('is whole where each file has its sum', async () => {
    expect(await damageOf({ ...FILES, SHA256SUMS: sums(FILES) })).toEqual([]);
  });

  it('is whole without a list of receipts, where a release without them made it', async () => {
    const { 'files.txt': _, ...files } = FILES;
    expect(await damageOf({ ...files, SHA256SUMS: sums(files) })).toEqual([]);
  });

  it('is damaged where a file is missing, or is another', async () => {
    const { dump: _, ...files } = FILES;
    expect(await damageOf({ ...files, 'rows.txt': 'other', SHA256SUMS: sums(FILES) })).toEqual([
      'dump is missing',
      'rows.txt is not what was dumped',
    ]);
  });

  it.each([
    ['nothing', {}],
    ['less than a dump is', { 'rows.txt': FILES['rows.txt'] }],
    ['what is elsewhere', { ...FILES, '../finance-1/dump': 'rows' }],
    ['a name with a space', { ...FILES, 'a file': '' }],
  ])('is damaged where its sums are of %s', async (_what, of) => {
    expect(await damageOf({ ...FILES, SHA256SUMS: sums(of) })).toEqual([
      'SHA256SUMS is not of dump, files.txt, roles.txt, rows.txt, schema.sql',
    ]);
  });

  it('is not called damaged where the store does not give a file', async () => {
    const store = await storeOf(inFolder({ ...FILES, SHA256SUMS: sums(FILES) }), ['dump']);
    await expect(store.damage(NAME)).rejects.toThrow('Access Denied.');
  });
});

describe('receipts beside a dump', () => {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const placeOf = (text: string) => `teams/a.b/finance-receipts/${hashOf(text).slice(0, 2)}/${hashOf(text)}`;
  const lists = (...texts: readonly string[]) =>
    inFolder({ 'files.txt': texts.map((text) => `${hashOf(text)} ${text.length}\n`).join('') });

  it('are all there where each file that it lists has its hash', async () => {
    const store = await storeOf({ ...lists('one', 'two'), [placeOf('one')]: 'one', [placeOf('two')]: 'two' });
    expect(await store.receiptDamage(NAME)).toEqual([]);
  });

  it('are named where one is missing, or is another', async () => {
    const store = await storeOf({ ...lists('one', 'two'), [placeOf('two')]: 'tow' });
    expect(await store.receiptDamage(NAME)).toEqual([
      `${hashOf('one')} is missing`,
      `${hashOf('two')} is not what was dumped`,
    ]);
  });
});

describe('a store that says nothing', () => {
  it('is not waited for without end', async () => {
    const store = await storeAt(() => {});
    await expect(store.dumps()).rejects.toThrow('timed out');
  });

  it('is not waited for in the middle of a file either', async () => {
    const store = await storeAt(
      (_request, response) => void response.writeHead(200, { 'content-length': 100 }).write('1'),
    );
    await expect(store.damage(NAME)).rejects.toThrow('timed out');
  });
});

function damageOf(files: Readonly<Record<string, string>>) {
  return storeOf(inFolder(files)).then((store) => store.damage(NAME));
}

function inFolder(files: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`teams/a.b/${NAME}/${name}`, text]));
}

/** Checksums of files in the format of sha256sum. */
function sums(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
    .join('');
}

/** A store with these objects, which denies access to the files named in `denied`. */
function storeOf(objects: Readonly<Record<string, string>>, denied: readonly string[] = []) {
  return storeAt((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://store');
    const key = decodeURIComponent(pathname.replace(/^\/dumps\/?/, ''));
    const refuse = (status: number, code: string, why: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code><Message>${why}</Message></Error>`);
    if (key === '') {
      const found = Object.keys(objects).filter((one) => one.startsWith(searchParams.get('prefix') ?? ''));
      const contents = found.map((one) => `<Contents><Key>${one}</Key></Contents>`).join('');
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(`<ListBucketResult><Name>dumps</Name>${contents}</ListBucketResult>`);
    } else if (denied.some((name) => key.endsWith(`/${name}`))) refuse(403, 'AccessDenied', 'Access Denied.');
    else if (objects[key] === undefined) refuse(404, 'NoSuchKey', 'The specified key does not exist.');
    else response.end(objects[key]);
  });
}

async function storeAt(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { bucket: 'dumps', prefix: 'teams/a.b', accountAnnotations: {} };
  const key = { accessKeyId: 'a', secretAccessKey: 'b' };
  return dumpStore(settings, { database: 'finance', key, endpoint, silence: 200 });
}
