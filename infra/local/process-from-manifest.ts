import { type KubeObject, podTemplate } from '../manifests/object.ts';
import { filled } from '../workloads/secrets/fill-secrets-without-pulumi.ts';

/** Command of a container in the manifests, and the environment that its ConfigMaps and Secrets give it. */
export interface Process {
  /** Command, relative to the root of the project, for example `['node', 'app/server.ts']`. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds a container by its name.
 *
 * @param values secret values by the tokens that stand for them in the Secrets
 * @throws Error when there is no such container, or it has no command
 */
export function containerOf(
  objects: readonly KubeObject[],
  name: string,
  values: ReadonlyMap<string, string>,
): Process {
  const containers = objects.flatMap((object) => podTemplate(object)?.spec.containers ?? []);
  const container = containers.find((candidate) => candidate.name === name);
  if (!container?.command) throw new Error(`the manifests have no container "${name}" with a command`);
  const sources = (container.envFrom ?? []).map(({ configMapRef, secretRef }) =>
    configMapRef
      ? dataOf(objects, 'ConfigMap', configMapRef.name)
      : stringDataOf(objects, secretRef?.name ?? '', values),
  );
  return { command: container.command, environment: Object.assign({}, ...sources) };
}

function stringDataOf(objects: readonly KubeObject[], name: string, values: ReadonlyMap<string, string>) {
  return filled(named(objects, 'Secret', name), values)['stringData'] as Record<string, string>;
}

function dataOf(objects: readonly KubeObject[], kind: string, name: string) {
  return named(objects, kind, name)['data'] as Record<string, string>;
}

function named(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`the manifests have no ${kind} "${name}"`);
  return found;
}
