import * as pulumi from '@pulumi/pulumi';
import { type FormerObject, former, objectsAmong } from '../bridge/read-state-before-run.ts';
import type { Settings } from '../settings/schema.ts';
import { uploadsKindOf } from '../settings/uploads-in-database-or-volume.ts';
import { UPLOADS_CLAIM } from '../workloads/defaults/names-and-ports.ts';
import type { ClaimSpec } from '../workloads/web/uploads-volume-claim.ts';

/**
 * Specification of the claim that the stack has although its receipts are in the database; undefined where it has none. A
 * changed default takes no volume away: the claim stays in the program until somebody takes it out of the stack.
 */
export async function unmountedUploads(settings: Settings): Promise<ClaimSpec | undefined> {
  const found = unmountedClaim(settings, objectsAmong(await former()));
  if (found === undefined) return undefined;
  await pulumi.log.warn(adviceOn(found, pulumi.getStack()));
  return found.manifest['spec'] as ClaimSpec;
}

export function unmountedClaim(
  settings: Settings,
  before: readonly FormerObject[],
): FormerObject | undefined {
  if (uploadsKindOf(settings) === 'volume') return undefined;
  return before.find(
    ({ manifest: { kind, metadata } }) =>
      kind === 'PersistentVolumeClaim' &&
      metadata.name === UPLOADS_CLAIM &&
      metadata.namespace === settings.namespace,
  );
}

export function adviceOn({ urn, manifest: { metadata } }: FormerObject, stack: string): string {
  return (
    `receipts are in the database, so no pod mounts PersistentVolumeClaim ${metadata.namespace}/${metadata.name} any more; it ` +
    'stays, with its volume. To remove it after this run, and all that is on it: ' +
    `npx pulumi state delete --stack ${stack} --force --yes '${urn}' && kubectl -n ${metadata.namespace} delete pvc ${metadata.name}. ` +
    'To keep receipts on it: ' +
    `npx pulumi config set --stack ${stack} --path finance-platform:uploads.kind volume`
  );
}
