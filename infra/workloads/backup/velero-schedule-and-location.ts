import type { App } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import type { Settings } from '../../settings/schema.ts';
import { Part } from '../defaults/chart-file-with-apply-phase.ts';
import { keyOf, veleroFolder } from '../facts/object-store-folders-and-keys.ts';
import { VeleroLocation } from './velero-backup-storage-location-and-key.ts';
import { VeleroSchedule } from './velero-schedule.ts';

/**
 * Adds the copies of Velero, and the place that they go to, where the settings ask for them.
 *
 * @param objects objects whose namespaces are copied
 * @param inside construct that makes the buckets of the store inside, and certificates of its authority; undefined: the store
 * is elsewhere
 */
export function veleroIn(
  app: App,
  settings: Settings,
  objects: readonly KubeObject[],
  inside: { readonly buckets: Construct; readonly trusted: string | undefined } | undefined,
): void {
  const { velero, retentionDays } = settings.backup;
  if (!velero) return;
  const copies = new Part(app, 'velero', { namespace: velero.namespace, phase: 'addOns' });
  new VeleroSchedule(copies, 'velero', {
    name: settings.namespace,
    namespaces: objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
    schedule: velero.schedule,
    retentionDays,
    readBy: settings.access.backupOperator,
  });
  const folder = veleroFolder(settings);
  if (!folder) return;
  new VeleroLocation(copies, 'location', {
    folder,
    ...(folder.key && { key: keyOf(settings, 'velero') }),
    trusted: inside?.trusted,
  });
  if (inside) copies.node.addDependency(inside.buckets);
}
