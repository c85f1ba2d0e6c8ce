import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackFile } from '../settings/read.ts';
import { render } from '../synth/render.ts';
import { platform } from '../workloads/platform.ts';

const ACCEPTED = join(import.meta.dirname, '../settings/fixtures/accepted');
const SEPARATOR = '\n---\n';

/** A file in a folder for each of the settings that the fixtures accept, with all of its manifests. Returns their paths. */
export function variants(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(ACCEPTED).flatMap((file) => {
    const settings = readStackFile(file.replace(/^Pulumi\.(.+)\.yaml$/, '$1'), ACCEPTED);
    // Who asks for no fence has none.
    if (!settings.policies.networkPolicies) return [];
    const path = join(folder, file);
    writeFileSync(path, [...render(platform(settings).app).values()].join(SEPARATOR));
    return [path];
  });
}

/** What has pods in some files, each that differs once, in one more file: it is quicker to look at. */
export function workloadsOf(files: readonly string[], folder: string): string {
  const objects = files.flatMap((file) => readFileSync(file, 'utf8').split(/^---\n/m));
  const path = join(folder, 'workloads.yaml');
  const different = new Set(
    objects.filter((text) => /^kind: (CronJob|DaemonSet|Deployment|Job|StatefulSet)$/m.test(text)),
  );
  writeFileSync(path, [...different].map((text) => text.trim()).join(SEPARATOR));
  return path;
}
