import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { read } from './script-with-quoted-variables.ts';
import { type StandIn, type StandIns, standIns, whyNoStandIns } from './testing/stand-in-hosts.ts';

const VERSION = 'v1.36.4+k3s1';
const ETC = '/etc/rancher/k3s';
const SNAPSHOTS = '/var/lib/rancher/k3s/server/db/snapshots';
const reason = whyNoStandIns();

describe.skipIf(reason)(`the script that restores etcd${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let hosts: StandIns;
  let server: StandIn;
  beforeEach(() => {
    hosts = standIns();
    server = hosts.host('one');
    hosts.release(VERSION);
    server.run(`cp /srv/${VERSION}/k3s /usr/local/bin/k3s && chmod 755 /usr/local/bin/k3s
      mkdir -p ${ETC}/config.yaml.d ${SNAPSHOTS}
      touch ${ETC}/finance-platform ${SNAPSHOTS}/etcd-one-1
      echo 'cluster-init: true' > ${ETC}/config.yaml`);
  });
  afterEach(() => hosts.remove());

  const script = (verb: string, snapshot = '', unsaved = 'no') =>
    server.run(`sh -s -- ${verb}`, `SNAPSHOT='${snapshot}'\nUNSAVED=${unsaved}\n${read('restore-etcd.sh')}`);
  const fail = (what: string) => writeFileSync(join(hosts.shared, what), '');
  const reset = (from: string, store: boolean) =>
    `k3s server --cluster-reset --cluster-reset-restore-path=${from} --etcd-s3=${store}`;

  it('saves what there is, and starts from the snapshot', () => {
    const { code, output } = script('restore', 'etcd-one-1');
    expect(output).toContain('one: the state of the cluster is that of etcd-one-1');
    expect(code).toBe(0);
    expect(hosts.log()).toEqual([
      'k3s etcd-snapshot save --name before-restore',
      'one: stop k3s',
      reset(`${SNAPSHOTS}/etcd-one-1`, false),
      'one: restart k3s',
    ]);
  });

  it('takes from the store what is not on its disk', () => {
    expect(script('restore', 'etcd-one-0').output).toContain('there is no snapshot etcd-one-0 here');
    expect(hosts.log()).toEqual([]);
    server.run(`echo 'etcd-s3: true' > ${ETC}/config.yaml.d/etcd-s3.yaml`);
    expect(script('restore', 'etcd-one-0').code).toBe(0);
    expect(hosts.log()).toContain(reset('etcd-one-0', true));
  });

  it('changes nothing when what there is cannot be saved, unless it is told to', () => {
    fail('unsavable');
    const { code, output } = script('restore', 'etcd-one-1');
    expect(output).toContain('nothing was changed; --unsaved goes on without');
    expect(code).toBe(1);
    expect(hosts.log()).toEqual(['k3s etcd-snapshot save --name before-restore']);
    expect(script('restore', 'etcd-one-1', 'yes').code).toBe(0);
    expect(hosts.log()).toEqual([
      'one: stop k3s',
      reset(`${SNAPSHOTS}/etcd-one-1`, false),
      'one: restart k3s',
    ]);
  });

  it('starts k3s again with what it had when the snapshot is of no use', () => {
    fail('unrestorable');
    const { code, output } = script('restore', 'etcd-one-1');
    expect(output).toContain('etcd-one-1 was not restored; k3s was started again');
    expect(code).toBe(1);
    expect(hosts.log().at(-1)).toBe('one: restart k3s');
  });

  it('lists the snapshots', () => {
    expect(script('list').code).toBe(0);
    expect(hosts.log()).toEqual(['k3s etcd-snapshot list']);
  });

  it('leaves a server alone that has no etcd, or that others made', () => {
    server.run(`echo 'token-file: x' > ${ETC}/config.yaml`);
    expect(script('restore', 'etcd-one-1').output).toContain('its state is not in etcd; set cluster.etcd');
    server.run(`rm ${ETC}/finance-platform`);
    expect(script('list').output).toContain('this is not a server that we made');
    expect(hosts.log()).toEqual([]);
  });
});
