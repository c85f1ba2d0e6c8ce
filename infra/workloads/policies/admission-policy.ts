import { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';

export interface AdmissionPolicyProps {
  /** Its name after the namespace: policies belong to the cluster, where another platform may have one too. */
  readonly name: string;
  /** Where it holds; the first one is part of its name. */
  readonly namespaces: readonly string[];
  /** What it is about. */
  readonly on: readonly On[];
  /** Requests that it is about; each in CEL. @default all */
  readonly when?: Readonly<Record<string, string>>;
  /** Names for parts of what follows; each in CEL, over those before it. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What must hold, and what people are told where it does not; each in CEL. */
  readonly rules: readonly Rule[];
}

export interface On {
  readonly group: string;
  readonly resources: readonly string[];
  /** @default CREATE and UPDATE */
  readonly operations?: readonly ('CREATE' | 'UPDATE')[];
}

export interface Rule {
  readonly expression: string;
  /** A text in CEL, such as `'no: ' + object.metadata.name`. */
  readonly says: string;
}

/** A rule of the API server's own for our namespaces. What it cannot judge is refused. */
export class AdmissionPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    super(scope, id);
    const { namespaces, on, when = {}, variables = {}, rules } = props;
    const name = `${namespaces[0]}-${props.name}`;
    new Kube(this, 'policy', 'ValidatingAdmissionPolicy', {
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: on.map(({ group, resources, operations = ['CREATE', 'UPDATE'] }) => ({
            apiGroups: [group],
            apiVersions: ['*'],
            operations,
            resources,
            scope: '*',
          })),
        },
        ...listed('matchConditions', when),
        ...listed('variables', variables),
        validations: rules.map(({ expression, says }) => ({
          expression,
          messageExpression: says,
          reason: 'Forbidden',
        })),
      },
    });
    const inOurs = { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces };
    new Kube(this, 'binding', 'ValidatingAdmissionPolicyBinding', {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchExpressions: [inOurs] } },
      },
    });
  }
}

/** Nothing where there are none: the API server keeps no empty list, and kubectl would see a change at any time. */
function listed(field: string, expressions: Readonly<Record<string, string>>) {
  const list = Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
  return list.length > 0 && { [field]: list };
}
