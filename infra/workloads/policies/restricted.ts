import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { POD, PODS } from './pods.ts';

/**
 * Pod Security "restricted" for workloads already, of whose pods the cluster would else only warn, and a root file system
 * that nobody writes to, which is not part of that standard.
 */
export class Restricted extends Construct {
  constructor(scope: Construct, id: string, { namespaces }: { readonly namespaces: readonly string[] }) {
    super(scope, id);
    new AdmissionPolicy(this, 'Default', {
      name: 'restricted',
      namespaces,
      on: PODS,
      variables: POD,
      rules: [
        {
          expression: ['hostNetwork', 'hostPID', 'hostIPC']
            .map((field) => `!variables.pod.?${field}.orValue(false)`)
            .join(' && '),
          says: "'pods must share nothing with their node'",
        },
        {
          expression: 'variables.pod.?volumes.orValue([]).all(v, !has(v.hostPath))',
          says: "'pods must not mount directories of their node'",
        },
        ...Object.entries(CONTAINER).map(([what, holds]) => ({
          expression: `variables.containers.all(c, ${holds})`,
          says: `'containers must ${what}: ' + variables.containers.filter(c, !(${holds})).map(c, c.name).join(', ')`,
        })),
      ],
    });
  }
}

const ofContainer = (field: string) => `c.?securityContext.?${field}`;
const ofEither = (field: string) => `${ofContainer(field)}.or(variables.pod.?securityContext.?${field})`;

const CONTAINER: Readonly<Record<string, string>> = {
  'not run as root': `${ofEither('runAsNonRoot')}.orValue(false) && ${ofEither('runAsUser')}.orValue(1) != 0`,
  'have a read-only root file system': `${ofContainer('readOnlyRootFilesystem')}.orValue(false)`,
  'not gain privileges': `!${ofContainer('allowPrivilegeEscalation')}.orValue(true) && !${ofContainer('privileged')}.orValue(false)`,
  'drop all capabilities': `${ofContainer('capabilities')}.?drop.orValue([]).exists(d, d == 'ALL') && ${ofContainer('capabilities')}.?add.orValue([]).all(a, a == 'NET_BIND_SERVICE')`,
  'have a seccomp profile': `${ofEither('seccompProfile')}.?type.orValue('') in ['RuntimeDefault', 'Localhost']`,
};
