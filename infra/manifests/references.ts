import { isBuiltIn } from './built-in-api-groups.ts';
import { groupOf, isClusterScoped, type KubeObject, kindOf, podTemplate, podTemplatePath } from './object.ts';
import { operated } from './objects-created-by-operators.ts';
import { BY_KIND, type Loose } from './references-by-kind.ts';
import { type Add, ofPod } from './references-of-pods.ts';

/** A reference of one object to another. */
export interface Reference {
  /** API group of the referenced object, `''` for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Name; `Kind.group` for a CustomResourceDefinition, since its users do not know its plural. */
  readonly name: string;
  /** Referenced key of a ConfigMap or Secret. */
  readonly key?: string;
  /** Path of the reference in the object, for example `spec.template.spec.volumes[0].configMap`. */
  readonly path: string;
  /** True when the object works without it, or others create it (a storage class, a certificate). */
  readonly optional?: true;
}

/** Returns all references of an object by name, in the order of the manifest. */
export function references(object: KubeObject): readonly Reference[] {
  const found: Reference[] = [];
  const { namespace } = object.metadata;
  const add: Add = (kind, name, path, more = {}) => {
    if (typeof name !== 'string' || name === '') return; // left to the API server to report
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
    // Custom resources and RBAC objects may be in the namespace of a controller, which is created with the controller.
    const ofOthers =
      !isBuiltIn(group) || group === 'rbac.authorization.k8s.io' || IN_EVERY_CLUSTER.includes(namespace);
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

/** Returns a lookup of references among some objects; for an operator's objects it finds the custom resource. */
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

/** Namespaces that no manifest has to create. */
const IN_EVERY_CLUSTER = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const CRD = { group: 'apiextensions.k8s.io' };
