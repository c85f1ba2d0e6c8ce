import * as pulumi from '@pulumi/pulumi';
import { former, objectsAmong } from '../bridge/read-state-before-run.ts';
import { address, type KubeObject, kindOf } from '../manifests/object.ts';
import { postgresMajor } from '../manifests/postgres-major.ts';

/**
 * Refuses, before anything is touched, a Postgres that cannot read the existing data.
 *
 * @throws pulumi.RunError that names both versions
 */
export async function requireSamePostgres(planned: readonly KubeObject[]): Promise<void> {
  const before = objectsAmong(await former()).map(({ manifest }) => manifest);
  const carried = Number(process.env[CARRIED_POSTGRES]) || undefined;
  const found = otherPostgres(before, planned, pulumi.getStack(), carried);
  if (found.length > 0) throw new pulumi.RunError(`nothing was touched:\n${found.join('\n')}`);
}

/** Environment variable of `npm run upgrade-postgres`: the major version whose data is there now, and verified. */
export const CARRIED_POSTGRES = 'CARRIED_POSTGRES';

/**
 * Complaints about data of another major version than the one its server is to be, one for each database.
 *
 * @param carried major version whose data was already carried over
 */
export function otherPostgres(
  before: readonly KubeObject[],
  planned: readonly KubeObject[],
  stack: string,
  carried?: number,
): readonly string[] {
  return before.flatMap((old) => {
    const now = planned.find((object) => kindOf(object) === kindOf(old) && address(object) === address(old));
    const [was, wanted] = [postgresMajor(old), now && postgresMajor(now)];
    if (was === undefined || wanted === undefined || was === wanted) return [];
    // CloudNativePG upgrades data to a newer major version itself; nothing downgrades it.
    if (kindOf(old) === 'Cluster' && wanted > was) return [];
    if (wanted === carried) return [];
    const way = wanted > was ? `, or upgrade its data: npm run upgrade-postgres -- --stack ${stack}` : '';
    return [
      `${address(old)} has data of Postgres ${was}, which Postgres ${wanted} cannot read and does not start on: ` +
        `let images.postgres name a ${was} again${way}`,
    ];
  });
}
