import { quantity } from '../manifests/quantity.ts';
import type { Settings } from './schema.ts';
import { uploadsKindOf } from './uploads-in-database-or-volume.ts';

/** Warning of a volume of dumps that cannot hold the receipts as well, whose files are copied there. */
export function backupRoom(
  settings: Pick<Settings, 'backup' | 'database' | 'uploads' | 'cluster'>,
): readonly string[] {
  const { backup, database, uploads } = settings;
  const isCopied = backup.enabled && 'storage' in database && uploadsKindOf(settings) === 'volume';
  if (!isCopied || quantity(backup.size) >= quantity(uploads.size)) return [];
  return [
    `backup.size is ${backup.size}, and receipts may take ${uploads.size}: their files are copied beside the dumps, and the ` +
      'backup fails once they have no room; raise backup.size above uploads.size',
  ];
}
