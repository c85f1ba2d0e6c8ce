import { type KubeObject, kindOf, podTemplate } from './object.ts';

/** Settings of the Postgres server that an object runs. */
export interface PostgresServer {
  readonly image: string | undefined;
  /** Memory limit, such as `1Gi`. */
  readonly memory: string | undefined;
  /** Setting `max_connections`. */
  readonly connections: number | undefined;
}

/** Returns the server of a StatefulSet or of the operator's Cluster; `undefined` for all other objects. */
export function postgresServer(object: KubeObject): PostgresServer | undefined {
  switch (kindOf(object)) {
    case 'StatefulSet':
      return ofContainer(object);
    case 'Cluster':
      return ofCluster((object['spec'] ?? {}) as ClusterSpec);
    default:
      return undefined;
  }
}

interface ClusterSpec {
  readonly imageName?: string;
  readonly resources?: { readonly limits?: Readonly<Record<string, string | number>> };
  readonly postgresql?: { readonly parameters?: Readonly<Record<string, string>> };
}

function ofCluster({ imageName, resources, postgresql }: ClusterSpec): PostgresServer {
  return {
    image: imageName,
    memory: text(resources?.limits?.['memory']),
    connections: number(postgresql?.parameters?.['max_connections']),
  };
}

function ofContainer(object: KubeObject): PostgresServer | undefined {
  const container = podTemplate(object)?.spec.containers.find(({ name }) => name === 'postgres');
  if (container === undefined) return undefined;
  const args = container.args ?? [];
  const said = args
    .map((arg) => /^--max_connections=(\d+)$/.exec(arg)?.[1])
    .find((value) => value !== undefined);
  return {
    image: container.image,
    memory: text(container.resources?.limits?.['memory']),
    connections: number(said),
  };
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function number(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
