import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from '../workloads/platform.ts';

const ACCEPTED = join(import.meta.dirname, '../settings/fixtures/accepted');
const SEPARATOR = '\n---\n';

/** Paths of a stack's manifests. */
export function manifestsOf(stack: string): readonly string[] {
  const folder = join(import.meta.dirname, '../../charts-out', stack);
  return readdirSync(folder).map((file) => join(folder, file));
}

/** Writes one file per accepted settings fixture into a folder, with all of its manifests. Returns their paths. */
export function variants(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(ACCEPTED).flatMap((file) => {
    const settings = readStackFile(file.replace(/^Pulumi\.(.+)\.yaml$/, '$1'), ACCEPTED);
    // NetworkPolicies are switched off on purpose in this variant.
    if (!settings.policies.networkPolicies) return [];
    const path = join(folder, file);
    writeFileSync(path, [...render(platform(settings).app).values()].join(SEPARATOR));
    return [path];
  });
}

/** Writes the objects with pods of some files, without duplicates, into one that is quicker to scan. Returns its path. */
export function workloadsOf(files: readonly string[], folder: string): string {
  const objects = files.flatMap((file) => readFileSync(file, 'utf8').split(/^---\n/m));
  const path = join(folder, 'workloads.yaml');
  const different = new Set(
    objects.filter((text) => /^kind: (CronJob|DaemonSet|Deployment|Job|StatefulSet)$/m.test(text)),
  );
  writeFileSync(path, [...different].map((text) => text.trim()).join(SEPARATOR));
  return path;
}
