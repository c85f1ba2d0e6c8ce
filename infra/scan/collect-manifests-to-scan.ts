import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stacksIn } from '../command/stacks-of-project.ts';
import { stackFilesIn } from '../settings/find-stack-files.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from '../workloads/platform.ts';

const ACCEPTED = join(import.meta.dirname, '../settings/fixtures/accepted');
const SEPARATOR = '\n---\n';

/** Paths of manifests, by what makes them. */
export interface Scanned {
  readonly stacks: Manifests;
  readonly examples: Manifests;
  /** One file for each variant of settings. */
  readonly variants: readonly string[];
}

/** Paths of manifests by stack. */
type Manifests = ReadonlyMap<string, readonly string[]>;

/** The manifests of a project's stacks and examples; a copy of an example counts as a stack. */
export function manifestsIn(root: string): Omit<Scanned, 'variants'> {
  const files = stackFilesIn(root);
  const isOwn = (stack: string) => files.get(stack) === `Pulumi.${stack}.yaml`;
  const of = (stacks: readonly string[]) =>
    new Map(stacks.map((stack) => [stack, filesIn(join(root, 'charts-out', stack))]));
  const all = stacksIn(root);
  return { stacks: of(all.filter(isOwn)), examples: of(all.filter((stack) => !isOwn(stack))) };
}

/** The files that a scanner gets at a time: kube-score also checks the objects of a call against each other. */
export function scansOf({ stacks, examples, variants }: Scanned) {
  return {
    ofStacks: [[...stacks.values()].flat()],
    ofOthers: [...examples.values(), ...variants.map((file) => [file])],
  };
}

/** Names and numbers of what is scanned. */
export function describeScanned({ stacks, examples, variants }: Scanned): string {
  const told = (what: string, manifests: Manifests) =>
    `${what} ${[...manifests.keys()].join(', ')} (${[...manifests.values()].flat().length} files)`;
  return `${told('stacks', stacks)}, ${told('examples', examples)} and ${variants.length} variants`;
}

function filesIn(folder: string): readonly string[] {
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
