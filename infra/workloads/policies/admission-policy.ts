import { Construct } from 'constructs';
import type { ADMISSION_POLICIES } from '../defaults/admission-policy-names.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

export interface AdmissionPolicyProps {
  /** Suffix of the policy's name, after the namespace: policies are cluster-scoped, and other platforms may have one too. */
  readonly name: (typeof ADMISSION_POLICIES)[number];
  /** Namespaces that the policy applies to; the first one is part of its name. */
  readonly namespaces: readonly string[];
  /** Resources that the policy applies to. */
  readonly on: readonly On[];
  /** Match conditions by name, in CEL. @default none - all requests match */
  readonly when?: Readonly<Record<string, string>>;
  /** Variables of the rules by name, in CEL; each may use those before it. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Rules that must hold, with the message of a refusal; each in CEL. */
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
  /** CEL expression of the message, such as `'no: ' + object.metadata.name`. */
  readonly says: string;
}

/** A ValidatingAdmissionPolicy for our namespaces. Requests on which its evaluation fails are refused. */
export class AdmissionPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    super(scope, id);
    const { namespaces, on, when = {}, variables = {}, rules } = props;
    const name = `${namespaces[0]}-${props.name}`;
    new Kube(this, 'policy', 'ValidatingAdmissionPolicy', {
      metadata: { name, labels: REPORTED },
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

/**
 * Kyverno, where it is in the cluster, reports on policies of Kubernetes with this label alone.
 *
 * Source: `LabelEnableVAPReporting` of Kyverno 1.19.
 */
const REPORTED = { 'reports.kyverno.io/enabled': 'true' };

/** Omits an empty list: the API server does not store one, and kubectl would report a change every time. */
function listed(field: string, expressions: Readonly<Record<string, string>>) {
  const list = Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
  return list.length > 0 && { [field]: list };
}
