import type { DatabaseConfig } from '../config.ts';
import { connect } from './connect.ts';
import type { Migration } from './migration-files.ts';
import type { Applied } from './schema-record.ts';
import { whyWait } from './wait-for-migrations.ts';

/**
 * Checks that a schema made by a newer image still serves this one. Changes nothing, neither the schema nor the rights
 * of the app's role: only the image that created a table knows who may access it.
 *
 * @param besides applied migrations that this image does not have
 * @throws Error that names the image to use, when this one is not served
 */
export async function keepNewerSchema(
  besides: readonly [Applied, ...Applied[]],
  migrations: readonly Migration[],
  app: DatabaseConfig,
  say: (line: string) => void,
): Promise<void> {
  const newest = besides.at(-1) ?? besides[0];
  const latest = migrations.at(-1);
  const has = besides.length === 1 ? newest.name : `${besides.length} migrations up to ${newest.name}`;
  say(`the schema is newer than this image: it has ${has} besides, so nothing is changed`);
  const closed = besides.find(({ servesFrom }) => servesFrom !== null && servesFrom > (latest?.number ?? 0));
  if (closed)
    throw new Error(
      `since ${closed.name} the schema serves only images that have migration ${digits(closed.servesFrom)}, and this ` +
        `one ends with ${latest?.name ?? 'none'}. Nothing was changed. Use ${imageOf(newest)}`,
    );
  const sql = connect({ ...app, poolSize: 1 });
  try {
    const why = await whyWait(
      sql,
      migrations.map(({ name }) => name),
    );
    if (why !== undefined)
      throw new Error(
        `the newer schema is not ready for this image: ${why}, and only its own image may mend that. ` +
          `Nothing was changed. Use ${imageOf(newest)}`,
      );
  } finally {
    await sql.end({ timeout: 5 });
  }
  say('it still serves this image');
}

function imageOf({ image, name, at }: Applied): string {
  return image ?? `the image that applied ${name} at ${at.toISOString()}`;
}

function digits(number: number | null): string {
  return String(number).padStart(4, '0');
}
