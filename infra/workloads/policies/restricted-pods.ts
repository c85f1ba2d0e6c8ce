import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { POD, PODS } from './pod-kinds-and-cel-variables.ts';

export interface RestrictedProps {
  readonly namespaces: readonly string[];
  /** Directory of the node that pods may read, as root if need be. @default none */
  readonly reads?: string;
}

/**
 * Applies Pod Security "restricted" to workloads, for which the cluster itself only warns, and requires a read-only root
 * file system, which that standard does not. Namespaces of pods that read files of their node have to be privileged; there
 * this limits them to reading, and to the rest of "restricted" except its user.
 */
export class Restricted extends Construct {
  constructor(scope: Construct, id: string, { namespaces, reads }: RestrictedProps) {
    super(scope, id);
    const { [NO_ROOT]: noRoot, ...others } = CONTAINER;
    const container = reads === undefined ? { [NO_ROOT]: noRoot, ...others } : others;
    new AdmissionPolicy(this, 'Default', {
      name: reads === undefined ? 'restricted' : 'collectors',
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
        ...(reads === undefined ? [NO_NODE] : onlyReading(reads)),
        ...Object.entries(container).map(([what, holds]) => ({
          expression: `variables.containers.all(c, ${holds})`,
          says: `'containers must ${what}: ' + variables.containers.filter(c, !(${holds})).map(c, c.name).join(', ')`,
        })),
      ],
    });
  }
}

const VOLUMES = 'variables.pod.?volumes.orValue([])';
const NO_NODE = {
  expression: `${VOLUMES}.all(v, !has(v.hostPath))`,
  says: "'pods must not mount directories of their node'",
};

function onlyReading(directory: string) {
  const mounts = `c.?volumeMounts.orValue([]).all(m, m.?readOnly.orValue(false) || !(m.name in ${VOLUMES}.filter(v, has(v.hostPath)).map(v, v.name)))`;
  return [
    {
      expression: `${VOLUMES}.all(v, !has(v.hostPath) || v.hostPath.path == '${directory}')`,
      says: `'of their node pods may mount ${directory} alone'`,
    },
    {
      expression: `variables.containers.all(c, ${mounts})`,
      says: "'pods must not write to directories of their node'",
    },
  ];
}

const ofContainer = (field: string) => `c.?securityContext.?${field}`;
const ofEither = (field: string) => `${ofContainer(field)}.or(variables.pod.?securityContext.?${field})`;

const NO_ROOT = 'not run as root';
const CONTAINER = {
  [NO_ROOT]: `${ofEither('runAsNonRoot')}.orValue(false) && ${ofEither('runAsUser')}.orValue(1) != 0`,
  'have a read-only root file system': `${ofContainer('readOnlyRootFilesystem')}.orValue(false)`,
  'not gain privileges': `!${ofContainer('allowPrivilegeEscalation')}.orValue(true) && !${ofContainer('privileged')}.orValue(false)`,
  'drop all capabilities': `${ofContainer('capabilities')}.?drop.orValue([]).exists(d, d == 'ALL') && ${ofContainer('capabilities')}.?add.orValue([]).all(a, a == 'NET_BIND_SERVICE')`,
  'have a seccomp profile': `${ofEither('seccompProfile')}.?type.orValue('') in ['RuntimeDefault', 'Localhost']`,
};
