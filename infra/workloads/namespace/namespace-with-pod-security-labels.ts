import { Construct } from 'constructs';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

export interface NamespaceProps {
  readonly name: string;
  /** Pod Security Standard that the namespace enforces. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** Version of the standard, for example `v1.36`: a newer cluster must not refuse running pods by surprise. */
  readonly podSecurityVersion: string;
  /** More labels of the namespace. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace whose pods must comply with a Pod Security Standard. */
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
