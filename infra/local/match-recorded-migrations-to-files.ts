import { type Migration, migrationFiles } from '../../app/database/migration-files.ts';
import type { Applied } from '../../app/database/schema-record.ts';
import { Problem } from '../command/problem.ts';

/**
 * Files of the migrations in a record: they make the tables as its rows have them.
 *
 * @param what that the record is of, such as "the database"
 * @throws Problem when it has one that this code does not know, or knows with other contents
 */
export function appliedFiles(
  what: string,
  record: readonly Pick<Applied, 'number' | 'name' | 'checksum'>[],
): Migration[] {
  const files = new Map(migrationFiles().map((file) => [file.number, file]));
  return record.map(({ number, name, checksum }) => {
    const file = files.get(number);
    if (file?.checksum === checksum) return file;
    const why = file ? 'has with other contents' : 'does not know';
    throw new Problem(
      `${what} has ${name}, which this version of the app ${why}: take the one that made it, or a later one`,
    );
  });
}
