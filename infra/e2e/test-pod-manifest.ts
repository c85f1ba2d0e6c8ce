/** A pod of a test, with one container. */
export interface TestPod {
  readonly name: string;
  readonly namespace?: string;
  /** Labels by which NetworkPolicies select the pod. */
  readonly labels: Readonly<Record<string, string>>;
  /** User and group id of the pod, and group of its volumes. @default 1000 */
  readonly user?: number;
  /** Other fields of its spec. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Fields of the container, at least its image. */
  readonly container: Readonly<Record<string, unknown>>;
}

/** Manifest of a pod that meets the policies of the platform; it has no grace period. */
export function testPod({ name, namespace, labels, user = 1000, spec, container }: TestPod) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(namespace !== undefined && { namespace }), labels },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 0,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...spec,
      containers: [
        {
          name,
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          ...container,
        },
      ],
    },
  };
}
