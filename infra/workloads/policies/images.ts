import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { POD, PODS } from './pods.ts';

export interface ImagesProps {
  readonly namespaces: readonly string[];
  /** Registries, with a path where there is one; `''` is where images without a registry come from. @default all */
  readonly registries?: readonly string[] | undefined;
  /** Whether a tag is not enough. */
  readonly digests: boolean;
}

/** Images come from where the platform's own come from, and stay what they are between two pulls. */
export class Images extends Construct {
  constructor(scope: Construct, id: string, { namespaces, registries, digests }: ImagesProps) {
    super(scope, id);
    const known = (registries ?? []).map((from) =>
      from === '' ? `!i.matches('${REGISTRY}')` : `i.startsWith('${from}/')`,
    );
    const pinned = digests
      ? `i.matches('${DIGEST}')`
      : `(i.matches('${DIGEST}') || i.matches('${TAG}')) && !i.endsWith(':latest')`;
    new AdmissionPolicy(this, 'Default', {
      name: 'images',
      namespaces,
      on: PODS,
      variables: { ...POD, images: 'variables.containers.map(c, c.image)' },
      rules: [
        ...(registries === undefined
          ? []
          : [
              {
                expression: all(known.join(' || ')),
                says: says('of no registry that is allowed here', known.join(' || ')),
              },
            ]),
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

/** The registry of an image, `''` where its name has none: the first part is one when it could not be a folder. */
export function registryOf(image: string): string {
  const [first = ''] = image.split('/');
  return new RegExp(REGISTRY).test(image) ? first : '';
}

const REGISTRY = '^([^/]*[.:][^/]*|localhost)/';
const DIGEST = '@sha256:[0-9a-f]{64}$';
const TAG = ':[A-Za-z0-9_][A-Za-z0-9_.-]*$';

function all(holds: string): string {
  return `variables.images.all(i, ${holds})`;
}

function says(what: string, holds: string): string {
  return `'images ${what}: ' + variables.images.filter(i, !(${holds})).join(', ')`;
}
