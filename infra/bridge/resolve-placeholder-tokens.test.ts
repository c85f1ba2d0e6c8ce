import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { token } from '../manifests/placeholder-tokens.ts';
import { resolveTokens } from './resolve-placeholder-tokens.ts';

const VALUES = {
  'db.user': 'app',
  'db.password': pulumi.secret('s/cr t'),
  host: pulumi.output('db.example'),
};

describe('lifting', () => {
  it.each<[string, string, string]>([
    ['a token alone', token('db.password'), 's/cr t'],
    ['a token in a text', `host=${token('host')};`, 'host=db.example;'],
    [
      'several tokens',
      `${token('db.user')}:${token('db.password')}@${token('host')}`,
      'app:s/cr t@db.example',
    ],
    ['a token for a URL', `//${token('db.password', 'uri')}@`, '//s%2Fcr%20t@'],
    ['a token for the data of a Secret', token('db.password', 'base64'), 'cy9jciB0'],
    ['the same token twice', `${token('db.user')}${token('db.user')}`, 'appapp'],
  ])('puts a value in the place of %s', async (_what, text, expected) => {
    expect(await settled(resolveTokens({ deep: [{ text }] }, VALUES, 'it'))).toEqual({
      deep: [{ text: expected }],
    });
  });

  it('leaves everything else as it was, so that previews can show it', () => {
    const manifest = { kind: 'X', spec: { n: 1, yes: true, no: null, list: ['a', { b: '' }] } };
    expect(resolveTokens(manifest, VALUES, 'it')).toEqual(manifest);
  });

  it.each<[string, string, boolean]>([
    ['a text with a secret', `x ${token('db.password')}`, true],
    ['a filtered secret', token('db.password', 'base64'), true],
    ['a text of open values', `${token('db.user')}@${token('host')}`, false],
  ])('keeps whether %s is secret', async (_what, text, secret) => {
    expect(await pulumi.isSecret(resolveTokens({ text }, VALUES, 'it').text)).toBe(secret);
  });

  it.each<[string, object, string]>([
    [
      'an unknown token',
      { data: { URL: token('db.pasword') } },
      'shop/config, data.URL: no value for the token "db.pasword" among: db.user, db.password, host',
    ],
    ['the name of an inherited field', { a: token('toString') }, 'no value for the token "toString"'],
    ['a damaged token', { list: ['⟦db.user'] }, 'shop/config, list.0: a token is damaged'],
    ['an unknown filter', { a: '⟦db.user|rot13⟧' }, 'shop/config, a: a token is damaged'],
    ['a token as a key', { data: { [token('db.user')]: 'x' } }, 'shop/config, data: a token cannot be a key'],
  ])('refuses %s and says where', (_what, part, message) => {
    expect(() => resolveTokens(part, VALUES, 'shop/config')).toThrow(message);
  });

  it('does not echo a value in an error', () => {
    expect(() => resolveTokens({ a: token('other') }, { plain: 'hunter2' }, 'it')).not.toThrow('hunter2');
  });
});

function settled(value: pulumi.Inputs): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}
