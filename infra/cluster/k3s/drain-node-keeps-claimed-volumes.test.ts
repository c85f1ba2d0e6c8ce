import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { known } from '../../bridge/known-value.ts';
import { scriptText } from './script-with-quoted-variables.ts';
import { type StandIn, type StandIns, standIns, whyNoStandIns } from './testing/stand-in-hosts.ts';

const VERSION = 'v1.36.4+k3s1';
const DATA = 'pvc-1|Delete|Bound|%|finance/data-postgres-0|two\n';
const OTHERS = 'pvc-2|Delete|Bound|yes|finance/data-redis-0|three\n';

const reason = whyNoStandIns();

describe.skipIf(reason)(`the script for a node${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let hosts: StandIns;
  let server: StandIn;
  beforeEach(() => {
    hosts = standIns();
    server = hosts.host('one');
    hosts.release(VERSION);
    server.run(`cp /srv/${VERSION}/k3s /usr/local/bin/k3s && chmod 755 /usr/local/bin/k3s`);
    mkdirSync(join(hosts.shared, 'nodes/two'), { recursive: true });
    writeFileSync(join(hosts.shared, 'nodes/two/version'), VERSION);
  });
  afterEach(() => hosts.remove());

  async function step(verb: 'out' | 'in' | 'empty' | 'forget') {
    const variables = { NODE: 'two', VERSION, STATE: 'a1b2c3' };
    return server.run(`sh -s -- ${verb}`, await known(scriptText({ file: 'drain-node.sh', variables })));
  }
  const volumesAre = (release: string, line = DATA) =>
    writeFileSync(join(hosts.shared, 'volumes'), line.replace('%', release) + OTHERS);
  const volumes = () => readFileSync(join(hosts.shared, 'volumes'), 'utf8');
  const LOST = ['delete pvc finance/data-postgres-0', 'delete pv pvc-1'];

  it('keeps a node whose disk holds what a claim keeps', async () => {
    volumesAre('');
    const { code, output } = await step('empty');
    expect(code).toBe(1);
    expect(output).toContain(
      'finance/data-postgres-0: kubectl annotate pv pvc-1 finance-platform/release=yes --overwrite',
    );
    expect(hosts.log()).toEqual([]);
  });

  it('takes away what may be lost with its node, so that permission ends with it', async () => {
    volumesAre('yes');
    expect(await step('empty')).toMatchObject({ code: 0 });
    expect(hosts.log()).toEqual(['drain two', ...LOST]);
    expect(volumes()).toBe(OTHERS);
  });

  it.each(['forget', 'out'] as const)('does that with "%s" too, where it has not been done', async (verb) => {
    volumesAre('yes');
    await step('forget');
    hosts.log();
    volumesAre('yes');
    expect(await step(verb)).toMatchObject({ code: 0 });
    expect(hosts.log().filter((line) => /pvc/.test(line))).toEqual(LOST);
    expect(volumes()).toBe(OTHERS);
  });

  it('takes away no claim that has the name of one and another volume', async () => {
    volumesAre('yes', 'pvc-1|Retain|Released|%|finance/data-postgres-0|two\n');
    expect(await step('empty')).toMatchObject({ code: 0 });
    expect(hosts.log()).toEqual(['drain two', 'delete pv pvc-1']);
  });

  it('lets no host come under the name of one that data was on, unless somebody says that it is there', async () => {
    volumesAre('');
    await step('forget');
    hosts.log();
    const { code, output } = await step('out');
    expect(code).toBe(1);
    expect(output).toContain(
      'finance/data-postgres-0: kubectl annotate pv pvc-1 finance-platform/release=yes',
    );
    expect(hosts.log()).toEqual([]);
    volumesAre('no');
    expect(await step('out')).toMatchObject({ code: 0 });
    expect(volumes()).toContain('pvc-1');

    mkdirSync(join(hosts.shared, 'nodes/two'));
    writeFileSync(join(hosts.shared, 'nodes/two/version'), VERSION);
    expect(await step('in')).toMatchObject({ code: 0 });
    expect(hosts.log()).toEqual(['annotate pv pvc-1 finance-platform/release-']);
  });

  it('lets a node in again whose host did not leave after all', async () => {
    volumesAre('yes');
    await step('empty');
    expect(existsSync(join(hosts.shared, 'nodes/two/closed'))).toBe(true);
    await step('in');
    expect(existsSync(join(hosts.shared, 'nodes/two/closed'))).toBe(false);
  });

  it('asks again for a node that was let in since somebody said what may be lost with it', async () => {
    volumesAre('yes');
    expect(await step('in')).toMatchObject({ code: 0 });
    expect(hosts.log()).toEqual(['annotate pv pvc-1 finance-platform/release-']);
    expect(volumes()).toContain('pvc-1');
    volumesAre('');
    await step('in');
    expect(hosts.log()).toEqual([]);
  });

  it('keeps all of it where the node cannot be emptied, and lets it in again', async () => {
    volumesAre('yes');
    writeFileSync(join(hosts.shared, 'nodes/two/stuck'), '');
    expect(await step('empty')).toMatchObject({ code: 1 });
    expect(hosts.log()).toEqual(['drain two', 'uncordon two']);
    expect(volumes()).toContain('pvc-1');
  });
});
