import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { CustomResource } from '../house/kube.ts';

export interface SignedImagesProps {
  /** Name of the image, without tag and digest. */
  readonly repository: string;
  readonly signer: NonNullable<Settings['policies']['verifyImages']>;
}

/**
 * Lets only pods in whose image of ours a known signer has signed. It needs Kyverno in the cluster: the API server itself
 * cannot ask a registry.
 *
 * A policy of the namespace, because ClusterPolicy and its `verifyImages` go with Kyverno 1.20.
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
        // It asks the registry, and the log of signatures.
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
        // Who applies a workload hears of it, and not its controller.
        autogen: { podControllers: { controllers: ['cronjobs', 'deployments', 'jobs', 'statefulsets'] } },
        matchImageReferences: [
          { glob: `${repository}@*` },
          { glob: `${repository}:*` },
          { glob: repository },
        ],
        // A tag that it made a digest of would differ from the manifests for ever.
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

/** Of the whole subject: a part of it could be anybody's. */
function patternOf(subject: string): string {
  return `^${subject
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('[^/]*')}$`;
}
