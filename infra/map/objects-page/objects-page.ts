import { Problem } from '../../command/problem.ts';
import { address, type KubeObject } from '../../manifests/object.ts';
import type { Phase, Reason } from './object-reasons.ts';

/** Objects by the file of `charts-out` that they are in. */
export type Files = ReadonlyMap<string, readonly KubeObject[]>;

export interface Sentences {
  /** By address, where `*` stands for any part of a kind or a name; the first that fits is taken. */
  readonly reasons: Readonly<Record<string, Reason>>;
  /** By the number of the phase. */
  readonly phases: Readonly<Record<string, Phase>>;
}

/**
 * Renders the tour: the objects of each file with the reasons for them, in the order in which kubectl applies the files.
 *
 * @throws Problem when an object or a phase has no sentence, or a sentence belongs to none
 */
export function renderObjects(files: Files, sentences: Sentences): string {
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  refuseGaps(sorted, sentences);
  const phases = Map.groupBy(sorted, ([file]) => phaseOf(file));
  const sections = [...phases].flatMap(([number, those]) => [
    heading(number, sentences),
    ...those.map(([file, objects]) => `### ${file}\n\n${table(objects, sentences)}`),
  ]);
  return sections.join('\n');
}

function heading(number: string, { phases }: Sentences): string {
  const { name, about } = phases[number] as Phase;
  return `## ${number} ${name}\n\n${about}\n`;
}

function phaseOf(file: string): string {
  return file.slice(0, file.indexOf('-'));
}

/** Formats the objects of a file as a table: a row for each reason. */
function table(objects: readonly KubeObject[], { reasons }: Sentences): string {
  const rows = Map.groupBy(objects, (object) => patternOf(object, reasons) ?? '');
  const lines = [...rows].map(([pattern, those]) => {
    const { why, without } = reasons[pattern] as Reason;
    return `| ${names(those)} | ${why} | ${without} |`;
  });
  return `${['| object | why | without it |', '| --- | --- | --- |', ...lines].join('\n')}\n`;
}

function names(objects: readonly KubeObject[]): string {
  const kinds = Map.groupBy(objects, ({ kind }) => kind);
  return [...kinds].map(([kind, those]) => `${kind} ${those.map(shown).join(', ')}`).join('; ');
}

/** Formats the name of an object; of a Job without its checksum, which changes with each image. */
function shown(object: KubeObject): string {
  const name = address(object).slice(object.kind.length + 1);
  return `\`${object.kind === 'Job' ? name.replace(/-[0-9a-f]{8}$/, '-…') : name}\``;
}

function patternOf(object: KubeObject, reasons: Sentences['reasons']): string | undefined {
  return Object.keys(reasons).find((pattern) => matches(pattern, address(object)));
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^ /]*')}$`).test(text);
}

function refuseGaps(files: ReadonlyArray<readonly [string, readonly KubeObject[]]>, sentences: Sentences) {
  const { reasons, phases } = sentences;
  const used = new Set<string>();
  const faults: string[] = [];
  for (const [file, objects] of files) {
    const phase = phaseOf(file);
    if (phase in phases) used.add(phase);
    else faults.push(`the phase ${phase} of ${file} has no sentence in PHASES`);
    for (const object of objects) {
      const pattern = patternOf(object, reasons);
      if (pattern === undefined) faults.push(`${address(object)} of ${file} has no sentence in REASONS`);
      else used.add(pattern);
    }
  }
  const idle = [...Object.keys(reasons), ...Object.keys(phases)].filter((key) => !used.has(key));
  faults.push(
    ...idle.map((key) => `the sentence of "${key}" belongs to no object: delete it, or mend its address`),
  );
  if (faults.length > 0)
    throw new Problem(`infra/map/objects-page/object-reasons.ts:\n  ${faults.join('\n  ')}`);
}
