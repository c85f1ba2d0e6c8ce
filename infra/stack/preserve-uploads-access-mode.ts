import * as pulumi from '@pulumi/pulumi';
import { former, objectsAmong } from '../bridge/read-state-before-run.ts';
import type { KubeObject } from '../manifests/object.ts';
import type { Settings } from '../settings/schema.ts';
import { type AccessMode, accessModeOf } from '../settings/uploads-access-mode.ts';
import { uploadsKindOf } from '../settings/uploads-in-database-or-volume.ts';
import { UPLOADS_CLAIM } from '../workloads/defaults/names-and-ports.ts';

/**
 * The settings with the access mode of the stack's volume of receipts: changing the mode of a claim takes another volume, so
 * a changed default never does that.
 */
export async function withKeptUploads(settings: Settings): Promise<Settings> {
  const kept = keptAccessMode(
    settings,
    objectsAmong(await former()).map(({ manifest }) => manifest),
  );
  if (kept === undefined) return settings;
  await pulumi.log.warn(
    `the volume of receipts stays ${kept}, which it is, although the default is ${accessModeOf(settings)}; to say so: ` +
      `npx pulumi config set --stack ${pulumi.getStack()} --path finance-platform:uploads.accessMode ${kept}`,
  );
  return { ...settings, uploads: { ...settings.uploads, accessMode: kept } };
}

/** Access mode of the stack's claim, when the settings name none and the default is another one; otherwise `undefined`. */
export function keptAccessMode(settings: Settings, before: readonly KubeObject[]): AccessMode | undefined {
  if (settings.uploads.accessMode !== undefined || uploadsKindOf(settings) === 'database') return undefined;
  const claim = before.find(
    ({ kind, metadata }) =>
      kind === 'PersistentVolumeClaim' &&
      metadata.name === UPLOADS_CLAIM &&
      metadata.namespace === settings.namespace,
  );
  const { accessModes } = (claim?.['spec'] ?? {}) as { readonly accessModes?: readonly AccessMode[] };
  const [mode] = accessModes ?? [];
  return mode === accessModeOf(settings) ? undefined : mode;
}
