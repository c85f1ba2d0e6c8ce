import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { serverOf } from '../facts/database-connection.ts';
import type { Facts } from '../facts/facts.ts';
import { backupFolder } from '../facts/object-store-folders-and-keys.ts';
import { besideWeb } from '../facts/uploads-volume-mounts-and-placement.ts';
import type { BackupProps } from './backup-jobs-and-dump-volume.ts';

/** Props of the dumps that the settings ask for; undefined when the database is not dumped. */
export function backupOf(
  settings: Settings,
  images: Images,
  config: Readonly<Record<string, string>>,
  facts: Facts,
): BackupProps | undefined {
  const { backup, database, web } = settings;
  const { uploads } = facts;
  if (!facts.isDumped || !('storage' in database)) return undefined;
  const { objectStore: _, ...asSet } = backup;
  const objectStore = backupFolder(settings);
  return {
    ...asSet,
    image: images.postgres,
    webImage: images.web,
    config,
    server: serverOf(facts.database),
    database: database.name,
    reports: database.reports,
    databaseSize: database.storage.size,
    uploads,
    // With a volume of one node, the dumps get there too.
    ...(uploads?.accessMode === 'ReadWriteOnce' && { placement: besideWeb(uploads, web.placement) }),
    ...(objectStore && { objectStore: { ...objectStore, image: images.rclone } }),
  };
}
