import * as pulumi from '@pulumi/pulumi';
import { former, objectsAmong } from '../bridge/data/former.ts';
import { address, type KubeObject, kindOf } from '../manifests/object.ts';
import { postgresMajor } from '../manifests/postgres-major.ts';

/**
 * Refuses a Postgres that cannot read the data of the one before, before anything is touched.
 *
 * @throws pulumi.RunError that names both versions
 */
export async function requireSamePostgres(planned: readonly KubeObject[]): Promise<void> {
  const before = objectsAmong(await former()).map(({ manifest }) => manifest);
  const found = otherPostgres(before, planned);
  if (found.length > 0) throw new pulumi.RunError(`nothing was touched:\n${found.join('\n')}`);
}

/** What says that data is of another major version than its server is to be; one by one. */
export function otherPostgres(
  before: readonly KubeObject[],
  planned: readonly KubeObject[],
): readonly string[] {
  return before.flatMap((old) => {
    const now = planned.find((object) => kindOf(object) === kindOf(old) && address(object) === address(old));
    const [was, wanted] = [postgresMajor(old), now && postgresMajor(now)];
    if (was === undefined || wanted === undefined || was === wanted) return [];
    // The operator itself carries data to a newer version; nobody carries it back.
    if (kindOf(old) === 'Cluster' && wanted > was) return [];
    return [
      `${address(old)} has data of Postgres ${was}, which Postgres ${wanted} cannot read and does not start on: ` +
        `let images.postgres name a ${was} again`,
    ];
  });
}
