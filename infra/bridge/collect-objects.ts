import { ApiObject, type App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { address, groupOf, type KubeObject } from '../manifests/object.ts';
import { hasToken } from '../manifests/placeholder-tokens.ts';

/** An object of an app, with its construct and its name in the plan. */
export interface Collected {
  readonly construct: IConstruct;
  /** Shortened construct path, see `shortPath`. */
  readonly name: string;
  /** Path of the closest chart. */
  readonly chart: string;
  readonly manifest: KubeObject;
}

/**
 * All objects of an app, in the order of their creation.
 *
 * @throws Error when constructs are invalid, an object has no plain name, or two objects have the same one.
 */
export function collect(app: App): readonly Collected[] {
  requireValid(app);
  const collected = app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((construct) => ({
      construct,
      name: shortPath(construct),
      chart: Chart.of(construct).node.path,
      manifest: construct.toJson() as KubeObject,
    }));
  for (const object of collected) requirePlainIdentity(object);
  requireUnique(collected, ({ name }) => `the name "${name}"`);
  requireUnique(collected, ({ manifest }) => `${address(manifest)} of group "${groupOf(manifest)}"`);
  return collected;
}

/**
 * The construct path as cdk8s shortens it for names: without `Default` and `Resource`, which say what a construct is
 * made of, and without an id that repeats the one before it.
 */
function shortPath({ node }: IConstruct): string {
  const ids = node.path.split('/').filter((id) => id !== 'Default' && id !== 'Resource');
  return ids.filter((id, index) => id !== ids[index - 1]).join('/');
}

function requireValid(app: App): void {
  const problems = app.node
    .findAll()
    .flatMap(({ node }) => node.validate().map((problem) => `${node.path}: ${problem}`));
  if (problems.length > 0) throw new Error(`the app is not valid:\n  ${problems.join('\n  ')}`);
}

/** Refuses tokens in the identifying fields: order, references and Pulumi's state go by them. */
function requirePlainIdentity({ construct, manifest: { apiVersion, kind, metadata } }: Collected): void {
  const identity = { apiVersion, kind, name: metadata?.name, namespace: metadata?.namespace ?? '' };
  for (const [field, value] of Object.entries(identity)) {
    if (typeof value !== 'string' || hasToken(value)) {
      throw new Error(`${construct.node.path}: ${field} must be plain text, got ${JSON.stringify(value)}`);
    }
  }
}

function requireUnique(objects: readonly Collected[], keyOf: (object: Collected) => string): void {
  const paths = new Map<string, string>();
  for (const object of objects) {
    const { path } = object.construct.node;
    const key = keyOf(object);
    const other = paths.get(key);
    if (other !== undefined) throw new Error(`two constructs make ${key}: ${other}, ${path}`);
    paths.set(key, path);
  }
}
