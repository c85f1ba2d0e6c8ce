import { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';

export interface NamespaceProps {
  readonly name: string;
  /** The Pod Security Standard that pods must keep. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** Version of the standard, for example `v1.36`: a newer cluster must not refuse running pods by surprise. */
  readonly podSecurityVersion: string;
  /** What else stands on it. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace, in which the cluster refuses pods that do not keep its standard. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const labels: Record<string, string> = { ...props.labels };
    for (const mode of ['enforce', 'audit', 'warn']) {
      labels[`pod-security.kubernetes.io/${mode}`] = props.podSecurity;
      labels[`pod-security.kubernetes.io/${mode}-version`] = props.podSecurityVersion;
    }
    new Kube(this, 'Default', 'Namespace', { metadata: { name: props.name, labels } });
  }
}
