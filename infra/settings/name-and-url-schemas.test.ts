import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  dnsLabel,
  gitRepository,
  hostName,
  hostOrAddress,
  image,
  namespaceName,
  objectName,
  registry,
  sender,
  webAddress,
} from './name-and-url-schemas.ts';

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
    kind: 'web address',
    schema: webAddress('an https address'),
    takes: ['https://acme.example', 'https://10.0.0.1:8443/directory', 'https://a.example:65535/b/~c/'],
    refuses: [
      'http://acme.example',
      'https://acme.example:99999',
      'https://acme.example:0',
      'https://acme.example:080',
      'https://-.-',
      'https://a..b',
      'https://user:word@a.example',
      'https://a.example/?q',
      'https://a.example/ b',
      'https://',
    ],
  },
  {
    kind: 'Git repository',
    schema: gitRepository(),
    takes: [
      'https://git.example.com/finance.git',
      'https://git.example.com:8443/a/b',
      'ssh://git@git.example.com:2222/finance.git',
      'git@git.example.com:acme/finance.git',
      'https://10.0.0.5:3000/finance.git',
    ],
    refuses: [
      'https://git.example.com',
      'https://git.example.com:99999/finance.git',
      'ssh://git@git.example.com:99999/finance.git',
      'https://me:word@git.example.com/finance.git',
      'git@git_example:finance.git',
      'git@:finance.git',
      'git@10.0.0.256:finance.git',
      'https://10.0.0.256/finance.git',
      'https://git.1/finance.git',
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
