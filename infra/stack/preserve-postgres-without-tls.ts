import * as pulumi from '@pulumi/pulumi';
import { former, objectsAmong } from '../bridge/read-state-before-run.ts';
import { type KubeObject, podTemplate } from '../manifests/object.ts';
import type { Settings } from '../settings/schema.ts';
import { POSTGRES } from '../workloads/defaults/names-and-ports.ts';

/**
 * The settings with a server that goes on without TLS, if the stack's is one: TLS restarts Postgres, which serves nobody
 * meanwhile, so a new release alone never brings it, nor what else restarts a server and comes with TLS.
 */
export async function withKeptClearText(settings: Settings): Promise<Settings> {
  const { database } = settings;
  if (database.mode !== 'statefulset') return settings;
  const before = objectsAmong(await former()).map(({ manifest }) => manifest);
  if (!keepsClearText(settings, before)) return settings;
  const stack = pulumi.getStack();
  const set = `npx pulumi config set --stack ${stack} --path finance-platform:database.clearText`;
  await pulumi.log.warn(
    'Postgres goes on without TLS and figures of its statements, because both restart it; at an hour at which it may restart twice, each time for some ' +
      `seconds: ${set} accepted; npm run up -- --stack ${stack}; ${set} refused; npm run up -- --stack ${stack}`,
  );
  return { ...settings, database: { ...database, clearText: 'only' } };
}

/** True when the stack's server has no TLS, and the settings do not say what it is to have. */
export function keepsClearText(
  { namespace, database }: Pick<Settings, 'namespace' | 'database'>,
  before: readonly KubeObject[],
): boolean {
  if (database.mode !== 'statefulset' || database.clearText !== undefined) return false;
  const server = before.find(
    ({ kind, metadata }) =>
      kind === 'StatefulSet' && metadata.namespace === namespace && metadata.name === POSTGRES.name,
  );
  const { args = [] } = (server && podTemplate(server)?.spec?.containers?.[0]) ?? {};
  return server !== undefined && !args.includes('--ssl=on');
}
