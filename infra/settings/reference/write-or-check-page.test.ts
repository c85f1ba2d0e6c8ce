import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REFERENCE } from '../settings-error.ts';
import { reference } from './write-or-check-page.ts';

describe('npm run reference', () => {
  let root: string;
  let said: string[];
  const say = (text: string) => said.push(text);
  const page = () => readFileSync(join(root, REFERENCE), 'utf8');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'reference-'));
    mkdirSync(join(root, 'infra/settings'), { recursive: true });
    said = [];
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('writes each setting with its comment, what it takes, its default and an example', () => {
    expect(reference([], say, root)).toBe(0);
    expect(said).toEqual([REFERENCE]);
    const line = (path: string) => page().match(new RegExp(`^\\| \`${path}\` .*$`, 'm'))?.[0];
    expect(line('web.autoscaling.min')).toMatch(
      /^\| `\S+` \| [A-Z][^|]+ \| a whole number from 1 to 100 \| `2` \| {2}\|$/,
    );
    expect(line('web.image')).toMatch(/ \| \*required\* \| `.+:.+` \|$/);
    expect(line('exposure.kind')).toMatch(/ \| [A-Z][^|]+ \| one of port-forward, .* \| `port-forward` \|/);
    expect(line('cluster.nodes.kind')).toMatch(/`auto`: [A-Z]/);
    expect(page()).toContain('\n### exposure.kind: ingress, exposure.controller.kind: alb\n');
    expect(page()).not.toMatch(/^\| `[^`]+` \| {2}\|/m);
  });

  it('with --check finds nothing to say where all is as written', () => {
    reference([], () => {}, root);
    expect(reference(['--check'], say, root)).toBe(0);
    expect(said).toEqual([]);
  });

  it.each([
    ['is edited', (file: string) => writeFileSync(file, `${readFileSync(file, 'utf8')}More.\n`)],
    ['is not there', (file: string) => rmSync(file)],
  ])('with --check fails where the page %s, and says what to run', (_, spoil) => {
    reference([], () => {}, root);
    spoil(join(root, REFERENCE));
    expect(reference(['--check'], say, root)).toBe(1);
    expect(said).toEqual([expect.stringContaining('run `npm run reference`')]);
  });

  it('refuses other arguments', () => {
    expect(() => reference(['--stack', 'dev'], say, root)).toThrow('there is no stack "dev"');
  });
});
