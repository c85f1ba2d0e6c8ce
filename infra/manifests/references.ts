import { isBuiltIn } from './api-groups.ts';
import { groupOf, isClusterScoped, type KubeObject, kindOf, podTemplate, podTemplatePath } from './object.ts';
import { operated } from './operated.ts';
import { BY_KIND, type Loose } from './references-by-kind.ts';
import { type Add, ofPod } from './references-of-pods.ts';

/** What one object needs another one for. */
export interface Reference {
  /** API group of what is referred to, `''` for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  /** For a CustomResourceDefinition `Kind.group`, since who uses it does not know its plural. */
  readonly name: string;
  /** The key inside a ConfigMap or Secret, where one is named. */
  readonly key?: string;
  /** Where in the object it stands, for example `spec.template.spec.volumes[0].configMap`. */
  readonly path: string;
  /** True where the object works without it, or where others bring it (a storage class, a certificate). */
  readonly optional?: true;
}

/** Everything that an object refers to by name, in the order of the manifest. */
export function references(object: KubeObject): readonly Reference[] {
  const found: Reference[] = [];
  const { namespace } = object.metadata;
  const add: Add = (kind, name, path, more = {}) => {
    if (typeof name !== 'string' || name === '') return; // the API server says what is wrong with it
    const { group = '', optional, key, namespace: other = namespace } = more;
    found.push({
      group,
      kind,
      ...(!isClusterScoped(kind) && other !== undefined && { namespace: other }),
      name,
      ...(key !== undefined && { key }),
      path,
      ...(optional === true && { optional }),
    });
  };

  const group = groupOf(object);
  if (namespace !== undefined && !isClusterScoped(kindOf(object))) {
    // What is for a controller, or lets us look at one, may stand in its namespace, which comes with it.
    const ofOthers = !isBuiltIn(group) || group === 'rbac.authorization.k8s.io';
    add('Namespace', namespace, 'metadata.namespace', { optional: ofOthers });
  }
  if (!isBuiltIn(group)) {
    add('CustomResourceDefinition', `${object.kind}.${group}`, 'apiVersion', { ...CRD, optional: true });
  }
  const template = podTemplate(object);
  if (template) ofPod(template.spec ?? {}, [...(podTemplatePath(object) ?? []), 'spec'].join('.'), add);
  BY_KIND[kindOf(object)]?.({ ...object, spec: object['spec'] ?? {} }, add);
  return found;
}

/** Finds what references name among some objects; for what an operator makes, the object that it is made of. */
export function finder(objects: Iterable<KubeObject>): (reference: Reference) => KubeObject | undefined {
  const byKey = new Map<string, KubeObject>();
  for (const object of objects) {
    byKey.set(keyOf({ group: groupOf(object), kind: object.kind, ...object.metadata }), object);
    const { namespace = '' } = object.metadata;
    for (const { kind, name } of operated(object)?.brings ?? [])
      byKey.set(keyOf({ group: '', kind, namespace, name }), object);
    if (kindOf(object) !== 'CustomResourceDefinition') continue;
    const { group, names } = (object as KubeObject & Loose).spec ?? {};
    byKey.set(keyOf({ ...CRD, kind: object.kind, name: `${names?.kind}.${group}` }), object);
  }
  return (reference) => byKey.get(keyOf(reference));
}

function keyOf(to: { group: string; kind: string; namespace?: string; name: string }): string {
  return [to.group, to.kind, isClusterScoped(to.kind) ? '' : (to.namespace ?? ''), to.name].join('|');
}

const CRD = { group: 'apiextensions.k8s.io' };
