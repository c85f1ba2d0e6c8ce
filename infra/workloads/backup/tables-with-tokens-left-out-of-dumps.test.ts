import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPTS = join(import.meta.dirname, 'scripts');

it('the scripts leave out of a dump, and of what is compared, every table by which somebody comes in', () => {
  const read = (file: string) => readFileSync(join(SCRIPTS, file), 'utf8');
  const migrations = join(import.meta.dirname, '../../../app/database/migrations');
  const tables = readdirSync(migrations).flatMap((file) => {
    const text = readFileSync(join(migrations, file), 'utf8');
    return [...text.matchAll(/^create table (\w+) \((.*?)^\)/gms)].flatMap(([, name = '', columns = '']) =>
      columns.includes('token_hash') ? [name] : [],
    );
  });
  expect(tables).toEqual(expect.arrayContaining(['session', 'device', 'invitation', 'password_reset']));
  const dumped = [...read('dump.sql').matchAll(/--exclude-table-data public\.(\w+)/g)];
  expect(dumped.map(([, name]) => name).toSorted()).toEqual(tables.toSorted());
  const compared = [...read('rows.sql').matchAll(/\('public', '(\w+)'\)/g)];
  expect(compared.map(([, name]) => name).toSorted()).toEqual(tables.toSorted());
});
