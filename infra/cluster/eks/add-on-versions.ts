import type { EksSettings } from './eks-settings-type.ts';

/**
 * Pinned versions of the EKS add-ons, by the version of Kubernetes that they are for; a cluster gets no others.
 * `aws eks describe-addon-versions --kubernetes-version 1.36` lists the available ones.
 */
export const ADD_ON_VERSIONS = {
  '1.36': {
    'kube-proxy': 'v1.36.0-eksbuild.21',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'vpc-cni': 'v1.22.4-eksbuild.3',
    coredns: 'v1.14.3-eksbuild.16',
    'aws-ebs-csi-driver': 'v1.63.1-eksbuild.1',
    'aws-efs-csi-driver': 'v3.3.0-eksbuild.1',
    'metrics-server': 'v0.8.1-eksbuild.10',
  },
} as const satisfies Readonly<Record<EksVersion, Readonly<Record<string, string>>>>;

/** A minor version of Kubernetes. */
export type EksVersion = EksSettings['version'];

export type AddOnName = keyof (typeof ADD_ON_VERSIONS)[EksVersion];
