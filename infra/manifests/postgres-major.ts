import { type KubeObject, kindOf, podTemplate } from './object.ts';

/** The major version of Postgres that an object with its data runs, where its image says so: `18` of `postgres:18.4`. */
export function postgresMajor(object: KubeObject): number | undefined {
  const { imageName } = (object['spec'] ?? {}) as { readonly imageName?: string };
  const isServers = kindOf(object) === 'Cluster';
  const image = isServers
    ? imageName
    : podTemplate(object)?.spec.containers.find(({ name }) => name === 'postgres')?.image;
  return kindOf(object) === 'StatefulSet' || isServers ? majorOf(image ?? '') : undefined;
}

function majorOf(image: string): number | undefined {
  const [, major] = /:(?:pg|v)?(\d{1,3})(?![\d])[^/:]*$/.exec(image.replace(/@.*$/, '')) ?? [];
  return major === undefined ? undefined : Number(major);
}
