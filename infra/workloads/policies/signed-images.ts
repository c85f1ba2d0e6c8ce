import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';

export interface SignedImagesProps {
  /** Name of the image, without tag or digest. */
  readonly repository: string;
  readonly signer: NonNullable<Settings['policies']['verifyImages']>;
}

/**
 * Admits pods with our image only if a known signer has signed it. It needs Kyverno in the cluster: the API server
 * cannot query a registry.
 *
 * A namespaced policy, because ClusterPolicy and its `verifyImages` are removed in Kyverno 1.20.
 *
 * Source: `NamespacedImageValidatingPolicy` of policies.kyverno.io/v1, Kyverno 1.19.
 */
export class SignedImages extends Construct {
  constructor(scope: Construct, id: string, { repository, signer }: SignedImagesProps) {
    super(scope, id);
    new CustomResource(this, 'Default', POLICY, {
      metadata: { name: 'signed-images' },
      spec: {
        validationActions: ['Deny'],
        failurePolicy: 'Fail',
        // Verification queries the registry and the transparency log.
        webhookConfiguration: { timeoutSeconds: 20 },
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['pods', 'pods/ephemeralcontainers'],
            },
          ],
        },
        // Covers workloads too, so that whoever applies one sees the refusal, and not only its controller.
        autogen: { podControllers: { controllers: ['cronjobs', 'deployments', 'jobs', 'statefulsets'] } },
        matchImageReferences: [
          { glob: `${repository}@*` },
          { glob: `${repository}:*` },
          { glob: repository },
        ],
        // A tag replaced by a digest would differ from the manifests for ever.
        validationConfigurations: { mutateDigest: false, verifyDigest: true, required: true },
        ...(signer.credentials.length > 0 && { credentials: { providers: signer.credentials } }),
        attestors: [{ name: 'signer', cosign: cosignOf(signer) }],
        validations: [
          {
            expression: ['containers', 'initContainers', 'ephemeralContainers']
              .map((list) => `images.${list}.all(i, verifyImageSignatures(i, [attestors.signer]) > 0)`)
              .join(' && '),
            message: `images of ${repository} must be signed by whom policies.verifyImages names`,
          },
        ],
      },
    });
  }
}

const POLICY = { apiVersion: 'policies.kyverno.io/v1', kind: 'NamespacedImageValidatingPolicy' };
const LOG = { url: 'https://rekor.sigstore.dev' };

function cosignOf(signer: SignedImagesProps['signer']) {
  if (signer.kind === 'key') {
    const { publicKey, transparencyLog } = signer;
    return {
      key: { data: publicKey },
      ctlog: transparencyLog ? LOG : { insecureIgnoreTlog: true, insecureIgnoreSCT: true },
    };
  }
  const { issuer, subject } = signer;
  const who = subject.includes('*') ? { subjectRegExp: patternOf(subject) } : { subject };
  return { keyless: { identities: [{ issuer, ...who }] }, ctlog: LOG };
}

/** Pattern anchored to the whole subject, with `*` for part of a segment: anybody could have a subject that contains it. */
function patternOf(subject: string): string {
  return `^${subject
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('[^/]*')}$`;
}
