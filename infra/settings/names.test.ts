import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  dnsLabel,
  hostName,
  hostOrAddress,
  image,
  namespaceName,
  objectName,
  registry,
  sender,
} from './names.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe.each([
  {
    kind: 'image',
    schema: image(),
    takes: [
      'web:1',
      'acme/web:1.4.2',
      'a.example:5000/b/c:v1_x',
      `web@${digest}`,
      `acme/web:1.4.2@${digest}`,
      'postgres:18',
    ],
    refuses: [
      'web',
      'web:latest',
      'a.example:5000/web',
      'web:',
      'web@sha256:12',
      'Web:1',
      'web:1 ',
      'ACME/web:1',
      'reg:99999/web:1',
      'reg:080/web:1',
      'a..example/web:1',
      'https://a/web:1',
      ':1',
      '',
    ],
  },
  {
    kind: 'host',
    schema: hostName(),
    takes: ['finance.example.com', 'localhost', 'finance.localhost', 'xn--bcher-kva.example', '1a.example'],
    refuses: [
      'Finance.example',
      'a_b.example',
      'a..b',
      '-a.example',
      'a.example.',
      'a.example:80',
      '10.0.0.1',
      '7',
      '*.example',
      '',
    ],
  },
  {
    kind: 'host or address',
    schema: hostOrAddress(),
    takes: ['10.44.0.1', '255.255.255.255', 'node-1.example'],
    refuses: ['256.0.0.1', '010.0.0.1', '10.00.0.1', '1.2.3', '1.2.3.4.5', '1.2.3.4.', '::1', 'http://a'],
  },
  {
    kind: 'registry',
    schema: registry(),
    takes: ['mirror.example.com', 'mirror.example.com:5000/hub', 'localhost:5000'],
    refuses: [
      'https://mirror.example.com',
      'mirror.example.com/',
      'mirror example',
      'mirror',
      'MIRROR/hub',
      'mirror.example.com:0',
      'acme/hub',
      '',
    ],
  },
  {
    kind: 'DNS label',
    schema: dnsLabel(),
    takes: ['a', 'a-1', 'a'.repeat(63)],
    refuses: ['', '-a', 'a-', 'a.b', 'A', 'a'.repeat(64)],
  },
  {
    kind: 'namespace',
    schema: namespaceName(),
    takes: ['finance', 'defaults'],
    refuses: ['default', 'kube-system', 'kube-x'],
  },
  {
    kind: 'object name',
    schema: objectName(),
    takes: ['gp3', 'a.b-c'],
    refuses: ['a b', 'A', 'a/b', '.a', `${'a'.repeat(60)}.`.repeat(5)],
  },
  {
    kind: 'sender',
    schema: sender(),
    takes: ['finance@example.com', 'Finance <finance@example.com>', 'a.b+c@example.com'],
    refuses: [
      'finance',
      '@example.com',
      'a@b@c',
      'Finance <finance@example.com',
      'finance@example.com>',
      'a@example.com\nBcc: b@c',
      'a@10',
    ],
  },
])('$kind', ({ schema, takes, refuses }) => {
  it.each(takes)('takes "%s"', (word) => {
    expect(v.is(schema, word)).toBe(true);
  });

  it.each(refuses)('refuses "%s"', (word) => {
    expect(v.is(schema, word)).toBe(false);
  });
});
