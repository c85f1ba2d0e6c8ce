import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { type Finding, finding } from './finding.ts';
import { everyContainer, withPods } from './list-pod-templates-and-containers.ts';

/** Mounts refer to volumes of the pod, each volume is mounted, and no two mounts share a path. */
export function mounts(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects).flatMap(({ object, template }) => {
    const volumes = (template.spec.volumes ?? []).map(({ name }) => name);
    const claims = ofKind([object], 'StatefulSet')
      .flatMap(({ spec }) => spec.volumeClaimTemplates ?? [])
      .map(({ metadata }) => metadata.name);
    const there = [...volumes, ...claims];
    const used = everyContainer(template).flatMap(({ volumeMounts = [] }) =>
      volumeMounts.map(({ name }) => name),
    );
    return [
      ...[...new Set(used)]
        .filter((name) => !there.includes(name))
        .map((name) => finding(object, `mounts ${name}, which is no volume of the pod`)),
      ...there
        .filter((name) => !used.includes(name))
        .map((name) => finding(object, `no container mounts its volume ${name}`)),
      ...everyContainer(template).flatMap(({ name, volumeMounts = [] }) =>
        twice(volumeMounts.map(({ mountPath }) => mountPath)).map((path) =>
          finding(object, `${name} mounts two volumes at ${path}`),
        ),
      ),
    ];
  });
}

function twice(paths: readonly string[]): readonly string[] {
  return paths.filter((path, index) => paths.indexOf(path) < index);
}
