import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { clusterProvider } from '../bridge/cluster-provider.ts';
import { plan } from '../bridge/plan-objects.ts';
import { DATA_KINDS } from '../bridge/protect-and-ignore-changes.ts';
import { apply } from '../bridge/register-objects.ts';
import {
  type Recording,
  type Registered,
  recordRegistrations,
} from '../bridge/testing/record-registrations.ts';
import { recordEks } from '../cluster/eks/testing/record-eks.ts';
import { k3sCluster } from '../cluster/k3s/cluster-from-settings.ts';
import { stackFilesIn } from '../settings/find-stack-files.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';
import { platform } from '../workloads/platform.ts';
import { uploadsClaim } from '../workloads/web/uploads-volume-claim.ts';
import { shareOfPulumi } from './delivery-split.ts';
import { secretValues } from './generate-or-take-secret-values.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Data and passwords, which would be lost if Pulumi took them for new resources: each with its URN and its identifying
 * inputs. `protected-resources.<stack>.lock` holds those of earlier releases.
 */
describe.each(['dev', 'prod', 'lab'])('of the %s stack', (stack) => {
  it('nothing that holds data and no password goes by another name than in any release', async () => {
    const all = keptIn(await recordingOf(stack));
    const lock = lockOf(stack);
    expect(
      gone(lock, all),
      `a former name: infra/stack/generate-or-take-secret-values.ts or bridge:aliases in Pulumi.${stack}.yaml`,
    ).toEqual([]);
    expect(
      all.map(({ line }) => line).filter((line) => !lock.includes(line)),
      `belongs into infra/stack/protected-resources.${stack}.lock`,
    ).toEqual([]);
  });
});

it('what goes is told, unless something has it for a former name', () => {
  const at = (name: string, former?: string): Kept => ({
    type: 'kubernetes:apps/v1:StatefulSet',
    line: `kubernetes:apps/v1:StatefulSet::${name} shop/store`,
    former: former === undefined ? [] : [former],
  });
  const lock = [at('store/server').line];
  expect(gone(lock, [at('store/server')])).toEqual([]);
  expect(gone(lock, [at('data/server')])).toEqual(lock);
  expect(gone(lock, [at('data/server', 'store/server')])).toEqual([]);
});

interface Kept {
  readonly type: string;
  readonly line: string;
  readonly former: readonly string[];
}

function gone(lock: readonly string[], all: readonly Kept[]): readonly string[] {
  const lines = all.flatMap(({ type, line, former }) => {
    const [, rest] = line.split(`${type}::`);
    const name = rest?.split(' ')[0] ?? '';
    return [line, ...former.map((one) => line.replace(`::${name}`, `::${one}`))];
  });
  return lock.filter((line) => !lines.includes(line));
}

function keptIn({ all }: Recording): readonly Kept[] {
  return all
    .filter(({ type, options }) => type === PASSWORD || options.protect === true)
    .map((one) => ({
      type: one.type,
      line: [one.urn, ...identity(one)].join(' '),
      former: ((one.options.aliases ?? []) as readonly { readonly name?: string }[]).map(({ name }) =>
        String(name),
      ),
    }))
    .toSorted((one, other) => (one.line < other.line ? -1 : 1));
}

const PASSWORD = 'random:index/randomPassword:RandomPassword';

/** Inputs whose change replaces the resource. */
function identity({ type, inputs }: Registered): readonly string[] {
  const { metadata } = inputs as {
    readonly metadata?: { readonly namespace?: string; readonly name: string };
  };
  if (metadata) return [[metadata.namespace, metadata.name].filter(Boolean).join('/')];
  if (type === PASSWORD) {
    const { length, special, keepers = {} } = inputs;
    return [`length ${length}`, `special ${special}`, ...Object.keys(keepers as object)]; // rotations are deliberate
  }
  return ['name', 'identifier', 'bucket'].flatMap((field) => (inputs[field] ? [String(inputs[field])] : []));
}

function lockOf(stack: string): readonly string[] {
  const text = readFileSync(new URL(`protected-resources.${stack}.lock`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** Everything that the program of a stack registers, for its cluster and for the platform, where it protects its data. */
async function recordingOf(stack: string): Promise<Recording> {
  const settings = protecting(readStackFile(stack));
  const { config } = parse(readFileSync(join(ROOT, stackFilesIn(ROOT).get(stack) ?? ''), 'utf8'));
  // Receipts that went to the database leave behind the claim that the stack had.
  const uploads = uploadsClaim({ size: settings.uploads.size, accessMode: 'ReadWriteOnce' });
  const { app, values } = platform(settings, 'the stack file', { uploads });
  const all = plan(app, { protectedKinds: DATA_KINDS, aliases: config['bridge:aliases'] ?? {} });
  const planned = shareOfPulumi(all, settings.delivery);
  const checksumAnnotation = 'finance-platform/value-checksum';
  if (settings.cluster.provider === 'eks')
    return recordEks(settings, {
      beside: ({ provider, values: made }, parent) =>
        apply(planned, {
          ...{ provider, checksumAnnotation, parent },
          values: secretValues(values, settings.secrets, made),
        }),
    });
  return recordRegistrations(
    (parent) => {
      const provider =
        settings.cluster.provider === 'k3s'
          ? k3sCluster(settings.cluster, settings, { parent }).provider
          : clusterProvider('cluster', { kubeconfig: '{}', identifier: 'test' }, { parent });
      return apply(planned, {
        ...{ provider, checksumAnnotation, parent },
        values: secretValues(values, settings.secrets, {}),
      });
    },
    { made: ({ name }) => (name === 'k3s/administrator' ? PRINTED : {}) },
  );
}

/** Output of a server of k3s. */
const PRINTED = { stdout: 'authority QVVUSE9SSVRZ\ncertificate Q0VSVElGSUNBVEU=' };

/** Settings that protect data, as the lab does not, with a key for ssh. */
function protecting(settings: Settings): Settings {
  const { cluster, database } = settings;
  const all = { ...settings, database: { ...database, protect: true } };
  if (cluster.provider !== 'k3s') return all;
  const folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'key'), 'the key');
  return { ...all, cluster: { ...cluster, ssh: { ...cluster.ssh, keyFile: join(folder, 'key') } } };
}
