import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml } from './format-yaml.ts';

const TRICKY = [
  ...[
    '',
    ' ',
    'a ',
    ' a',
    'a b',
    'a: b',
    'a:b',
    'a:',
    ':a',
    'a #b',
    'a#b',
    '#a',
    '- a',
    '-',
    '--',
    '---',
    '...',
  ],
  ...[
    'on',
    'On',
    'off',
    'yes',
    'no',
    'y',
    'N',
    'true',
    'False',
    'null',
    'Null',
    '~',
    '<<',
    '=',
    '!',
    '!!str',
    '&a',
    '*a',
  ],
  ...[
    '1',
    '01',
    '0o7',
    '0x1f',
    '0b1',
    '1e3',
    '1.5',
    '.5',
    '+1',
    '-1',
    '1_000',
    '12:30:45',
    '1:2',
    '.inf',
    '.NaN',
    'NaN',
  ],
  ...[
    '2024-01-01',
    '2024-01-01T00:00:00Z',
    '250m',
    '1Gi',
    '5',
    '100k',
    '1E',
    '10.0.0.0/8',
    '0.0.0.0',
    '169.254.0.0/16',
  ],
  ...[
    '"',
    "'",
    "it's",
    '\\',
    '\\n',
    '{a}',
    '[a]',
    '{}',
    '[]',
    ',',
    'a, b',
    '@a',
    '`a`',
    '%a',
    '|',
    '>',
    '? a',
    'a?',
  ],
  ...[
    '\n',
    'a\n',
    'a\nb',
    'a\nb\n',
    'a\nb\n\n',
    '\na',
    ' a\nb',
    'a\n b',
    'a\n\nb',
    'a\n \nb\n',
    'a\n\tb\n',
    '\ta\nb',
    '#a\nb',
    '- a\n- b\n',
  ],
  ...[
    '---\na\n',
    'a\n---\nb',
    'a\r\nb',
    'a\r',
    '\t',
    'a\tb',
    '\u0000',
    '\u0007',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    'a\u0085b\nc',
  ],
  ...[
    '\u00a0',
    '\u2028',
    'a\u2029b',
    '\ufeff',
    'ü',
    'naïve\ncafé\n',
    '日本',
    '日本\n語\n',
    '👍',
    '👍\n👎',
    '⟦a.b|uri⟧',
    '$(A)',
    'e1',
  ],
  ...[
    'redis://redis:6379',
    'http://a.b:80/?q=1#x',
    'SELECT 1;',
    "CREATE ROLE a;\n-- it's\nSELECT ':';\n",
    'maxmemory 160mb\n',
  ],
  ...[
    '__proto__',
    'constructor',
    'a'.repeat(300),
    `${'a '.repeat(200)}b`,
    `${'a '.repeat(200)}\nb`,
    'sha256:0123',
    'k=v;w',
  ],
];

/** A seeded random generator (mulberry32), so that failures can be reproduced. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const ALPHABET = [
  'a',
  'e',
  'Z',
  '0',
  '1',
  ' ',
  '\n',
  ':',
  '#',
  '-',
  '.',
  '"',
  "'",
  '\\',
  '\t',
  '{',
  '|',
  '\u0085',
  'é',
  '%',
  '~',
];

function anyText(below: (n: number) => number): string {
  if (below(2) === 0) return TRICKY[below(TRICKY.length)] ?? '';
  return Array.from({ length: below(8) }, () => ALPHABET[below(ALPHABET.length)]).join('');
}

function anyValue(below: (n: number) => number, depth: number): unknown {
  const kind = below(depth > 4 ? 6 : 9);
  if (kind < 3) return anyText(below);
  if (kind === 3) return below(2) === 0;
  if (kind === 4) return [0, -1, 8080, 0.5, 1e21, 1.5e-7, 2 ** 53, null][below(8)];
  if (kind === 5) return below(100_000) - 50_000;
  if (kind === 6) return Array.from({ length: below(4) }, () => anyValue(below, depth + 1));
  return anyMap(below, depth + 1);
}

function anyMap(below: (n: number) => number, depth: number): Record<string, unknown> {
  const keys = Array.from({ length: below(5) }, () => (below(4) === 0 ? 'name' : anyText(below)));
  // js-yaml treats `<<` as a merge even when it is quoted; no manifest has such a key.
  const usable = keys.filter((key) => key !== '__proto__' && key !== '<<');
  return Object.fromEntries(usable.map((key) => [key, anyValue(below, depth)]));
}

function expectRoundTrip(value: object): void {
  const text = toYaml([value]);
  expect(load(text), text).toEqual(value);
  expect(parse(text, { version: '1.1', merge: false }), text).toEqual(value);
  expect(parse(text, { version: '1.2' }), text).toEqual(value);
}

describe('toYaml', () => {
  it.each(TRICKY)('%j comes back from both libraries as value, key and item', (text) => {
    expectRoundTrip({ value: text, list: [text, [text]], nested: { deep: { text } } });
    if (text !== '__proto__' && text !== '<<') expectRoundTrip({ [text]: text });
  });

  it('brings any object back, in both versions of YAML', () => {
    const below = random(20240601);
    for (let round = 0; round < 1500; round += 1) expectRoundTrip({ data: anyMap(below, 0) });
  });

  it('separates documents', () => {
    const documents = [{ a: 1 }, { b: ['x'] }, { c: 'l1\nl2\n' }];
    expect(loadAll(toYaml(documents))).toEqual(documents);
  });

  it('prints a manifest as people write it', () => {
    const object = {
      spec: {
        containers: [
          { args: ['-c', 'max=1'], env: [{ name: 'A', value: '1' }], image: 'postgres:18', name: 'postgres' },
        ],
        limits: { cpu: '250m', memory: '1Gi', pods: 5 },
        empty: {},
        none: [],
      },
      metadata: { labels: { 'app.kubernetes.io/name': 'web' }, name: 'web' },
      kind: 'Thing',
      data: { 'init.sql': 'SELECT 1;\n\n-- done\n' },
      apiVersion: 'v1',
      absent: undefined,
    };
    expect(toYaml([object])).toBe(`apiVersion: v1
kind: Thing
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
spec:
  containers:
    - name: postgres
      image: postgres:18
      args:
        - '-c'
        - max=1
      env:
        - name: A
          value: '1'
  limits:
    cpu: 250m
    memory: 1Gi
    pods: 5
  empty: {}
  none: []
data:
  init.sql: |
    SELECT 1;

    -- done
`);
  });

  it.each([[Number.NaN], [() => 1], [1n], [Symbol('a')]])('refuses what JSON cannot say', (value) => {
    expect(() => toYaml([{ value }])).toThrow('YAML has no');
  });
});
