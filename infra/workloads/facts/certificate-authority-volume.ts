import { AUTHORITY_FILE, SECRETS } from '../defaults/names-and-ports.ts';
import type { Volume } from '../defaults/typed-kubernetes-objects.ts';

/** Certificates of the authority that issued a server's certificate. */
export interface Authority {
  /** Volume that holds `ca.crt`. */
  readonly volume: Volume;
  /** Contents of the volume, when known: pods roll when they change. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The platform's own authority, as a volume of some name. */
export function platformAuthority(volume: string): Authority {
  return { volume: volumeOf(volume, SECRETS.platformAuthority) };
}

/** Volume with the certificate in a Secret, and nothing else that may be there. */
export function volumeOf(name: string, secretName: string): Volume {
  return { name, secret: { secretName, items: [{ key: AUTHORITY_FILE, path: AUTHORITY_FILE }] } };
}

/** Path of the certificates in every container that has {@link mountOf} of the volume. */
export function fileOf(volume: string): string {
  return `${folderOf(volume)}/${AUTHORITY_FILE}`;
}

/** Volume mounts of the certificates. */
export function mountOf(authority: Authority | undefined) {
  if (!authority) return [];
  const { name } = authority.volume;
  return [{ name, mountPath: folderOf(name), readOnly: true }];
}

/** Volumes that {@link mountOf} needs in the pod. */
export function volumesOf(authority: Authority | undefined): readonly Volume[] {
  return authority ? [authority.volume] : [];
}

function folderOf(volume: string): string {
  return `/etc/${volume}`;
}
