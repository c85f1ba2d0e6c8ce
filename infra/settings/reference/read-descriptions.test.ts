import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descriptionsIn } from './read-descriptions.ts';

describe('descriptionsIn', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'descriptions-'));
    writeFileSync(join(folder, 'schema.ts'), SCHEMA);
    writeFileSync(join(folder, 'cache.ts'), CACHE);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds the comment of each setting, wherever it is written', () => {
    expect(Object.fromEntries(descriptionsIn(join(folder, 'schema.ts'), 'settings'))).toEqual({
      name: 'Name of all.',
      shared: 'Spread into it.',
      cache: 'Makes it faster.',
      'cache<0>': 'Here.',
      'cache<0>.size': 'How large it is. In two lines.',
      'cache<1>': 'In a cloud.',
      'cache<1>.size': 'Given to a function.',
      'hosts[].port': 'Where it listens.',
      'roles.*.port': 'Where it listens.',
      'where.port': 'Where it listens.',
    });
  });

  it('refuses a constant that is not there', () => {
    const file = join(folder, 'schema.ts');
    expect(() => descriptionsIn(file, 'nothing')).toThrow(`${file} has no constant nothing`);
  });
});

const SCHEMA = `
import * as v from 'valibot';
import { cache } from './cache.ts';

const shared = {
  /** Spread into it. */
  shared: v.boolean(),
};

export const settings = v.pipe(
  group({
    /** Name of all. */
    name: v.optional(text('a name'), 'finance'),
    // No doc comment.
    silent: v.boolean(),
    ...shared,
    cache: v.optional(cache, {}),
    hosts: v.array(host()),
    roles: v.record(v.string(), host()),
    where: v.lazy((given) => (typeof given === 'string' ? v.string() : host()) as never),
  }),
  check(),
);

function host() {
  const fields = {
    /** Where it listens. */
    port: v.number(),
  };
  return group(fields);
}
`;

const CACHE = `
import * as v from 'valibot';

/** In a cloud. */
const cloud = v.pipe(
  sized({
    /** Given to a function. */
    size: v.string(),
  }),
  check(),
);

/**
 * Makes it faster.
 *
 * @default none
 */
export const cache = v.variant('kind', [
  /** Here. */
  group({
    kind: v.literal('here'),
    /**
     * How large it is.
     * In two lines.
     */
    size: v.string(),
  }),
  cloud,
]);

function sized(size: v.ObjectEntries) {
  return group({ kind: v.literal('cloud'), ...size });
}
`;
