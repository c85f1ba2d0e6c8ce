import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupOf, type KubeObject } from '../../manifests/object.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { type CustomResources, defineKindsOf } from './install-crds.ts';
import { objectSets } from './objects-of-many-settings.ts';

const prefix = ownNamespace('dry-run-e2e');
const CERTIFICATE = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'web', namespace: prefix },
  spec: { secretName: 'web-tls', dnsNames: ['finance.test'], issuerRef: { name: 'ours' } },
};
const why = whyNoCluster();
const sets = why === undefined ? objectSets(prefix) : [];
const everything: readonly KubeObject[] = [...sets.flatMap(({ objects }) => objects), CERTIFICATE];

/**
 * An API server validates every field, type and rule of every object, and its Pod Security admission warns of every pod that
 * a workload would create. Only empty namespaces and definitions of custom kinds are created, for the duration of the test.
 */
describe.skipIf(why !== undefined)(
  `a server-side dry run${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let custom: CustomResources;

    beforeAll(async () => {
      custom = await defineKindsOf(everything);
      const namespaces = [
        ...everything.map(bareNamespaceOf),
        ...everything.filter(({ kind }) => kind === 'Namespace'),
      ].filter(({ metadata }) => metadata.name.startsWith(prefix));
      for (const namespace of new Map(namespaces.map((it) => [it.metadata.name, it])).values())
        await kubectlWith(JSON.stringify(namespace), 'create', '-f', '-');
    });
    afterAll(async () => {
      await custom?.remove();
      const mine = (await kubectl('get', 'namespaces', '-o', 'name')).match(
        new RegExp(`(?<=namespace/)${prefix}.*`, 'g'),
      );
      if (mine) await kubectl('delete', 'namespace', ...mine, '--wait=false');
    });

    it('knows every custom kind', (context) => {
      const unknown = [...custom.missing].map(([kind, reason]) => `${kind}: ${reason}`);
      if (unknown.length > 0) context.skip(`not validated: ${unknown.join('; ')}`);
    });

    it.each(
      sets.filter(({ objects }) => objects.length > 0),
    )('takes every object of $name, and warns of nothing', async ({ objects }) => {
      const known = objects.filter((object) => !custom.missing.has(`${object.kind}.${groupOf(object)}`));
      const lines = (await dryRun(known)).trim().split('\n');
      expect(lines.filter((line) => !line.endsWith(' serverside-applied (server dry run)'))).toEqual([]);
      expect(lines).toHaveLength(known.length);
    });

    it('would refuse an unknown field, and warn of a pod that may be root', async () => {
      const postgres = JSON.stringify(everything.find(({ kind }) => kind === 'StatefulSet'));
      const misspelt = JSON.parse(postgres.replace('revisionHistoryLimit', 'revisions'));
      await expect(dryRun([misspelt])).rejects.toThrow('spec.revisions');
      const root = JSON.parse(postgres.replaceAll('"runAsNonRoot":true', '"runAsNonRoot":false'));
      expect(await dryRun([root])).toContain('would violate PodSecurity "restricted');
    });

    it('would refuse an unknown field of a custom kind', async (context) => {
      if (custom.missing.has('Certificate.cert-manager.io')) context.skip('its definition cannot be had');
      expect(await dryRun([CERTIFICATE])).toContain('serverside-applied');
      const misspelt = { ...CERTIFICATE, spec: { ...CERTIFICATE.spec, dnsName: ['finance.test'] } };
      await expect(dryRun([misspelt])).rejects.toThrow('spec.dnsName');
    });
  },
);

function dryRun(objects: readonly KubeObject[]): Promise<string> {
  return kubectlWith(
    objects.map((object) => JSON.stringify(object)).join('\n'),
    'apply',
    '--server-side',
    '--force-conflicts',
    '--dry-run=server',
    '--validate=strict',
    '--filename=-',
  );
}

/** Manifest of an object's namespace, without labels, for objects whose set does not contain it. */
function bareNamespaceOf({ metadata: { namespace: name = prefix } }: KubeObject): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
