/** A pod of a test's own, of one container. */
export interface TestPod {
  readonly name: string;
  readonly namespace?: string;
  /** What NetworkPolicies know it by. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whom it runs as, and whose group its volumes have. */
  readonly user?: number;
  /** The rest of its spec. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** At the least its image. */
  readonly container: Readonly<Record<string, unknown>>;
}

/** As the policies of the platform want each pod; it ends at once when it is deleted. */
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
