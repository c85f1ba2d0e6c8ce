import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { group } from '../group.ts';
import type { Schema } from '../inspect-valibot-schema.ts';
import { flag, memory, text, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';
import { settings } from '../schema.ts';
import { settingPaths } from '../testing/setting-paths.ts';
import { ABSENT, REQUIRED, settingsIn } from './setting-rows.ts';

const rowsOf = (entries: v.ObjectEntries) => settingsIn(group(entries) as unknown as Schema);

describe('settingsIn', () => {
  it('gives each value its path, what it takes and its default', () => {
    expect(
      rowsOf({
        web: group({ port: v.optional(whole(1, 9), 8), host: text('a name', () => true) }),
        debug: v.exactOptional(flag()),
      }),
    ).toEqual([
      { path: 'web.port', key: 'web.port', when: [], takes: 'a whole number from 1 to 9', fallback: '8' },
      { path: 'web.host', key: 'web.host', when: [], takes: 'a name', fallback: REQUIRED },
      { path: 'debug', key: 'debug', when: [], takes: 'true or false', fallback: ABSENT },
    ]);
  });

  it('has a row for a group that somebody has to ask for, and none for one that is always there', () => {
    const inner = group({ size: v.optional(memory(), '1Gi') });
    const paths = rowsOf({ asked: v.exactOptional(inner), there: v.optional(inner, {}) }).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(['asked', 'asked.size', 'there.size']);
  });

  it('tells under which choice a setting exists, and keeps settings of the same name apart', () => {
    const store = v.variant('kind', [
      group({ kind: v.literal('disk'), size: memory() }),
      group({ kind: v.literal('cloud'), size: v.optional(memory(), '1Gi') }),
    ]);
    const rows = rowsOf({ store: v.optional(store, { kind: 'disk', size: '2Gi' }) });
    expect(rows).toMatchObject([
      { path: 'store.kind', takes: 'one of disk, cloud', fallback: 'disk', when: [] },
      { path: 'store.size', key: 'store<0>.size', fallback: REQUIRED, when: ['store.kind: disk'] },
      { path: 'store.size', key: 'store<1>.size', fallback: '1Gi', when: ['store.kind: cloud'] },
    ]);
  });

  it('goes into lists, mappings and what depends on what is given', () => {
    const host = group({ name: text('a name', () => true) });
    const local = text('local, or a list', (word) => word === 'local');
    const rows = rowsOf({
      hosts: v.optional(v.array(host, 'must be a list of hosts'), []),
      roles: v.optional(v.record(v.string(), host, 'must be a group of roles'), {}),
      where: v.lazy((given) => (typeof given === 'string' ? local : host)),
    });
    expect(rows.map(({ path, takes }) => `${path}: ${takes}`)).toEqual([
      'hosts: a list of hosts',
      'hosts[].name: a name',
      'roles: a group of roles',
      'roles.*.name: a name',
      'where: local, or a list',
      'where.name: a name',
    ]);
  });

  it('has the amounts of a container in one row', () => {
    expect(rowsOf({ resources: resources('1/2Gi', '3/4Gi') })).toMatchObject([
      { path: 'resources', fallback: 'requests 1/2Gi, limits 3/4Gi' },
    ]);
  });

  it('leaves out nothing that a stack file may say', () => {
    const rows = settingsIn(settings as unknown as Schema);
    const holds = (path: string) => (row: { path: string; fallback: unknown }) =>
      row.path === path ||
      ['.', '['].some((step) => row.path.startsWith(path + step)) ||
      (path.startsWith(`${row.path}.`) && String(row.fallback).startsWith('requests '));
    const paths = [...settingPaths()].filter((path) => !path.includes(' = '));
    expect(paths.length).toBeGreaterThan(300);
    expect(paths.filter((path) => !rows.some(holds(path)))).toEqual([]);
  });
});
