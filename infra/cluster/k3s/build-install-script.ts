import { createHash } from 'node:crypto';
import type * as pulumi from '@pulumi/pulumi';
import type { K3sSettings } from './k3s-settings-type.ts';
import { read, scriptText } from './script-with-quoted-variables.ts';
import { unit } from './systemd-unit.ts';

/** Commands that run the script. */
export const INSTALL = { create: 'sh -s -- up', update: 'sh -s -- update', delete: 'sh -s -- down' };

/** Installation of k3s on a host. */
export interface Installation {
  /** Complete install.sh with its variables. */
  readonly script: pulumi.Output<string>;
  /** Fingerprint of the release and its configuration, which changes when k3s restarts. */
  readonly state: string;
}

/**
 * Builds the installation of a node.
 *
 * @param more contents of files that a node has only if the settings ask for them
 * @param secret the same, with keys in them
 * @param tokens contents of the token files by which a node authenticates
 */
export function installation(
  role: 'server' | 'agent',
  settings: K3sSettings,
  config: string,
  tokens: Readonly<Record<'TOKEN' | 'AGENT_TOKEN', pulumi.Input<string>>>,
  more: Readonly<Partial<Record<'AUTHENTICATION', string>>> = {},
  secret: Readonly<Partial<Record<'ETCD_S3', pulumi.Input<string>>>> = {},
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
    UNIT: unit(role, settings),
    ...(settings.flannelBackend === 'wireguard-native' && { MODULES: 'wireguard' }),
    AUDIT: role === 'server' ? read('audit-policy.yaml') : '',
    KERNEL: read('kernel.conf'),
    ...more,
  };
  const { FILES: _, ...told } = plain; // another download location restarts nothing
  return {
    script: scriptText({ file: 'install.sh', variables: { ...plain, ...tokens, ...secret } }),
    state: createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16),
  };
}

/** Location of a release's files: `k3s`, `k3s-arm64` and the archives of images. */
function filesOf({ files, version }: Pick<K3sSettings, 'files' | 'version'>): string {
  return files ?? `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}`;
}
