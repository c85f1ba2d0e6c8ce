import type { Settings } from '../../settings/schema.ts';

export type K3sSettings = Extract<Settings['cluster'], { provider: 'k3s' }>;

/** Location of a release's files: `k3s`, `k3s-arm64` and the archives of images. */
export function filesOf({ files, version }: Pick<K3sSettings, 'files' | 'version'>): string {
  return files ?? `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}`;
}
