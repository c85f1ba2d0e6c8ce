import { createHash } from 'node:crypto';
import type * as pulumi from '@pulumi/pulumi';
import { unit } from './config.ts';
import { filesOf, type K3sSettings } from './release.ts';
import { read, scriptText } from './script.ts';

/** What to do with its script. */
export const INSTALL = { create: 'sh -s -- up', update: 'sh -s -- update', delete: 'sh -s -- down' };

/** What makes a host a node. */
export interface Installation {
  /** The whole of install.sh. */
  readonly script: pulumi.Output<string>;
  /** Another one when k3s restarts: a fingerprint of the release and its configuration. */
  readonly state: string;
}

/** @param tokens contents of the files that a node proves itself with */
export function installation(
  role: 'server' | 'agent',
  settings: K3sSettings,
  config: string,
  tokens: Readonly<Record<'TOKEN' | 'AGENT_TOKEN', pulumi.Input<string>>>,
): Installation {
  const { version, sha256, images } = settings;
  const plain = {
    ROLE: role,
    VERSION: version,
    FILES: filesOf(settings),
    SHA256_AMD64: sha256.amd64 ?? '',
    SHA256_ARM64: sha256.arm64 ?? '',
    IMAGES_SHA256_AMD64: images?.amd64 ?? '',
    IMAGES_SHA256_ARM64: images?.arm64 ?? '',
    CONFIG: config,
    KUBELET: read('kubelet.yaml'),
    UNIT: unit(role),
    AUDIT: role === 'server' ? read('audit-policy.yaml') : '',
    KERNEL: read('kernel.conf'),
  };
  const { FILES: _, ...told } = plain; // the same files from elsewhere restart nothing
  return {
    script: scriptText({ file: 'install.sh', variables: { ...plain, ...tokens } }),
    state: createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16),
  };
}
