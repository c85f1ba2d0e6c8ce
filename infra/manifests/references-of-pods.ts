import type { Container, PodSpec, Volume } from './pod-template-types.ts';

/** Records one reference; ignores a missing name. */
export type Add = (
  kind: string,
  name: string | undefined,
  path: string,
  more?: {
    group?: string | undefined;
    namespace?: string | undefined;
    key?: string | undefined;
    optional?: boolean | undefined;
  },
) => void;

/** Calls `visit` with each item of a list and its path; the list or items may be missing. */
export function each<T>(
  items: readonly T[] | undefined,
  path: string,
  visit: (item: T, path: string) => void,
): void {
  if (!Array.isArray(items)) return; // left to the API server to report
  items.forEach((item, index) => {
    if (item !== null && item !== undefined) visit(item, `${path}[${index}]`);
  });
}

/** Records all references of a pod. */
export function ofPod(spec: Partial<PodSpec>, path: string, add: Add): void {
  // Kubernetes creates the account `default` in every namespace.
  if (spec.serviceAccountName !== 'default') {
    add('ServiceAccount', spec.serviceAccountName, `${path}.serviceAccountName`);
  }
  add('PriorityClass', spec.priorityClassName, `${path}.priorityClassName`, {
    group: 'scheduling.k8s.io',
    optional: true,
  });
  each(spec.imagePullSecrets, `${path}.imagePullSecrets`, (secret, at) => add('Secret', secret.name, at));
  each(spec.volumes, `${path}.volumes`, (volume, at) => ofVolume(volume, at, add));
  each(spec.initContainers, `${path}.initContainers`, (container, at) => ofContainer(container, at, add));
  each(spec.containers, `${path}.containers`, (container, at) => ofContainer(container, at, add));
}

function ofContainer(container: Container, path: string, add: Add): void {
  each(container.env, `${path}.env`, ({ valueFrom }, at) => {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    add('ConfigMap', configMapKeyRef?.name, `${at}.valueFrom.configMapKeyRef`, configMapKeyRef);
    add('Secret', secretKeyRef?.name, `${at}.valueFrom.secretKeyRef`, secretKeyRef);
  });
  each(container.envFrom, `${path}.envFrom`, ({ configMapRef, secretRef }, at) => {
    add('ConfigMap', configMapRef?.name, `${at}.configMapRef`, configMapRef);
    add('Secret', secretRef?.name, `${at}.secretRef`, secretRef);
  });
}

function ofVolume(volume: Volume, path: string, add: Add): void {
  ofFiles('ConfigMap', volume.configMap, `${path}.configMap`, add);
  ofFiles(
    'Secret',
    volume.secret && { ...volume.secret, name: volume.secret.secretName },
    `${path}.secret`,
    add,
  );
  add('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName, `${path}.persistentVolumeClaim`);
  each(volume.projected?.sources, `${path}.projected.sources`, (source, at) => {
    ofFiles('ConfigMap', source.configMap, `${at}.configMap`, add);
    ofFiles('Secret', source.secret, `${at}.secret`, add);
  });
}

type Files = { name: string; optional?: boolean; items?: ReadonlyArray<{ key: string }> };

function ofFiles(kind: string, files: Files | undefined, path: string, add: Add): void {
  if (files?.items === undefined) add(kind, files?.name, path, { optional: files?.optional });
  else each(files.items, path, ({ key }) => add(kind, files.name, path, { key, optional: files.optional }));
}
