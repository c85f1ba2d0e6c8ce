import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { POD, PODS } from './pod-kinds-and-cel-variables.ts';

export interface ImagesProps {
  readonly namespaces: readonly string[];
  /** Names of images without tag and digest, such as `prom/prometheus`. */
  readonly repositories: readonly string[];
  /** Registries, optionally with a path: all of their images are allowed. */
  readonly registries: readonly string[];
  /** Require digests: tags are refused. */
  readonly digests: boolean;
}

/** Allows images of the platform and of the registries in the settings, each pinned so that two pulls get the same image. */
export class Images extends Construct {
  constructor(scope: Construct, id: string, { namespaces, repositories, registries, digests }: ImagesProps) {
    super(scope, id);
    const known = [
      ...(repositories.length > 0 ? [`i.matches('${oneOf(repositories)}')`] : []),
      ...[...new Set(registries)].toSorted().map((from) => `i.startsWith('${from}/')`),
    ].join(' || ');
    const pinned = digests
      ? `i.matches('${DIGEST}')`
      : `(i.matches('${DIGEST}') || i.matches('${TAG}')) && !i.endsWith(':latest')`;
    new AdmissionPolicy(this, 'Default', {
      name: 'images',
      namespaces,
      on: PODS,
      variables: { ...POD, images: 'variables.containers.map(c, c.image)' },
      rules: [
        { expression: all(known), says: says('of no repository that is allowed here', known) },
        {
          expression: all(pinned),
          says: says(
            digests ? 'without a digest' : 'not pinned by a tag other than latest, or a digest',
            pinned,
          ),
        },
      ],
    });
  }
}

const DIGEST = '@sha256:[0-9a-f]{64}$';
const TAG = ':[A-Za-z0-9_][A-Za-z0-9_.-]*$';

/**
 * Returns a pattern of all images of some repositories; dots are the only special characters in their names. It is
 * anchored at the end: `redis:8` is an image of `redis`, and `redis:8/redis:8` one of a registry at host `redis`.
 */
function oneOf(repositories: readonly string[]): string {
  const names = [...new Set(repositories)].toSorted().map((name) => name.replaceAll('.', '[.]'));
  return `^(?:${names.join('|')})(?:[:@][^/]*)?$`;
}

function all(holds: string): string {
  return `variables.images.all(i, ${holds})`;
}

function says(what: string, holds: string): string {
  return `'images ${what}: ' + variables.images.filter(i, !(${holds})).join(', ')`;
}
