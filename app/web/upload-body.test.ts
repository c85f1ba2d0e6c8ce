import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { takeUploads } from './upload-body.ts';

const BOUNDARY = '-----------------------------9051914041544843365972754266';

interface Parsed {
  readonly files: readonly { readonly name: string; readonly bytes: string }[];
  readonly [field: string]: unknown;
}

/** Sends a form, and resolves to what a handler gets, its files in base 64. */
async function send(body: string | Buffer, boundary = `boundary=${BOUNDARY}`) {
  const app = fastify();
  takeUploads(app, { maxBytes: 100_000 });
  app.post('/', async ({ body: form }) => {
    const { files, ...fields } = form as { files: { name: string; bytes: Uint8Array }[] };
    return {
      ...fields,
      files: files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes).toString('latin1') })),
    };
  });
  const headers = { 'content-type': `multipart/form-data; ${boundary}` };
  const response = await app.inject({ method: 'POST', url: '/', headers, payload: body });
  await app.close();
  return { status: response.statusCode, form: response.json<Parsed>() };
}

const part = (head: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const formOf = (...parts: string[]) => `${parts.join('')}--${BOUNDARY}--\r\n`;

describe('a form with files', () => {
  it('has a field that comes several times as a list', async () => {
    const values = ['1', '', '3'].map((value) => part('name="amount"', value));
    expect((await send(formOf(part('name="key"', 'abc'), ...values))).form).toMatchObject({
      ...{ key: 'abc', amount: ['1', '', '3'] },
    });
  });

  it('has fields by name, and the files with their bytes', async () => {
    const { form } = await send(
      Buffer.from(
        formOf(
          part('name="key"', 'abc'),
          part('name="files"; filename="one.csv"\r\nContent-Type: text/csv', 'a;b\r\n\r\n1;2\r\n'),
          part('name="files"; filename="two.csv"', '\u00ff\u0000'),
          part('name="account"', ''),
        ),
        'latin1',
      ),
    );
    const files = [
      { name: 'one.csv', bytes: 'a;b\r\n\r\n1;2\r\n' },
      { name: 'two.csv', bytes: '\u00ff\u0000' },
    ];
    expect(form).toEqual({ key: 'abc', account: '', files });
  });

  it('has what looks like a boundary within a file as part of that file', async () => {
    const content = `--${BOUNDARY.slice(1)}\r\n--\r\n\r\n-${BOUNDARY}--`;
    const { form } = await send(
      formOf(part('name="files"; filename="a.csv"', content), part('name="key"', 'k')),
    );
    expect(form).toEqual({ key: 'k', files: [{ name: 'a.csv', bytes: content }] });
  });

  it('leaves out a field for files in which none was chosen', async () => {
    const { form } = await send(formOf(part('name="files"; filename=""', ''), part('name="key"', 'k')));
    expect(form).toEqual({ key: 'k', files: [] });
  });

  it('has the names of files and the texts of fields as they were typed', async () => {
    const { form } = await send(
      formOf(part('name="note"', 'Größe – ЯЖ'), part('name="files"; filename="Größe %22a%22.csv"', 'x')),
    );
    expect(form).toEqual({ note: 'Größe – ЯЖ', files: [{ name: 'Größe "a".csv', bytes: 'x' }] });
  });

  it('is read with a boundary in quotes', async () => {
    const { form } = await send(formOf(part('name="key"', 'k')), `boundary="${BOUNDARY}"`);
    expect(form).toEqual({ key: 'k', files: [] });
  });

  it.each([
    ['without an end', part('name="key"', 'k')],
    ['cut off in a file', part('name="files"; filename="a.csv"', 'abc').slice(0, -8)],
    ['without any part', 'nothing'],
    ['empty', ''],
    ['with a part that has no headers', `--${BOUNDARY}\r\nkey\r\n--${BOUNDARY}--\r\n`],
    ['with a part that has no name', formOf(part('filename="a.csv"', 'abc'))],
    ['with more parts than anybody sends', formOf(...Array<string>(61).fill(part('name="key"', 'k')))],
  ])('is refused %s', async (_how, body) => {
    expect((await send(body)).status).toBe(400);
  });

  it('is refused where its type has no boundary', async () => {
    expect((await send(formOf(part('name="key"', 'k')), 'charset=utf-8')).status).toBe(400);
  });
});
