import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { POD, PODS } from './pods.ts';

export interface ImagesProps {
  readonly namespaces: readonly string[];
  /** Names of images without tag and digest, such as `prom/prometheus`. */
  readonly repositories: readonly string[];
  /** Registries, with a path where there is one: everything of theirs may come. */
  readonly registries: readonly string[];
  /** Whether a tag is not enough. */
  readonly digests: boolean;
}

/** Images are the platform's own or come from where the settings say, and stay what they are between two pulls. */
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
 * A pattern of every image of some repositories; dots are the only characters of theirs that a pattern reads otherwise. It
 * ends where the image does: `redis:8` is of `redis`, and `redis:8/redis:8` of a registry at the host redis.
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
