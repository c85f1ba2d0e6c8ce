import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isGroup } from '../group.ts';
import type { Schema } from '../inspect-valibot-schema.ts';
import { stackGroups } from '../read-stack-file-groups.ts';
import { settings } from '../schema.ts';
import { descriptionsIn } from './read-descriptions.ts';
import { ABSENT, REQUIRED, type Setting, settingsIn } from './setting-rows.ts';

const SOURCE = join(import.meta.dirname, '../all-groups.ts');
const EXAMPLES = join(import.meta.dirname, '../fixtures/accepted');

/**
 * The page that explains every setting, as Markdown: from the schema, the doc comments in its source, and the stack files of the
 * tests, whose values are accepted ones.
 *
 * @throws Error that names each setting without a doc comment, and where to write it
 */
export function referencePage(): string {
  const rows = settingsIn(settings as unknown as Schema);
  const comments = descriptionsIn(SOURCE, 'groups');
  const commentOf = (row: Setting) => {
    const own = comments.get(row.key) ?? comments.get(parentOf(row.key)) ?? '';
    return [own, ...choicesOf(row, rows, comments)].join(' ').trim();
  };
  const silent = rows.filter(({ key, path }) => !comments.has(key) && !isChooser(path, rows));
  if (silent.length > 0)
    throw new Error(
      `${silent.map(({ path, when }) => [path, ...when].join(', ')).join('\n')}\n` +
        'have no description: write a doc comment above each in infra/settings/groups or infra/settings/all-groups.ts',
    );
  const example = exampleIn(EXAMPLES);
  const sections = Map.groupBy(rows, ({ path, when }) => [topOf(path), ...when].join('\n'));
  const body = [...sections.values()].map((section) => {
    const [first] = section as [Setting, ...Setting[]];
    const { path, when, key } = first;
    const intro = comments.get(when.length === 0 ? topOf(key) : variantOf(key)) ?? '';
    const heading = when.length === 0 ? `## ${topOf(path)}` : `### ${when.join(', ')}`;
    const table = section.map((row) => line(row, commentOf(row), example(row.path)));
    return [heading, ...(commentOf(first).startsWith(intro) ? [] : [intro]), [...HEAD, ...table].join('\n')]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  return `${[...INTRODUCTION, ...body].join('\n\n')}\n`;
}

const INTRODUCTION = [
  '# Settings',
  '<!-- Written by `npm run reference`: change the doc comments and schemas in infra/settings instead. -->',
  `Everything that \`Pulumi.<stack>.yaml\` may say. A setting is written below its group, with the name of the project before it:`,
  '```yaml\nconfig:\n  finance-platform:web:\n    image: registry.example.com/finance-platform/web:1.4.2\n    autoscaling:\n      max: 20\n```',
  'or by `pulumi config set --stack dev --path finance-platform:web.autoscaling.max 20`. In a path, `[]` stands for each item of a list and `*` for a name of your own. A heading such as `exposure.kind: ingress` holds the settings that exist only with that choice. *Required* means: where its group is set. What depends on several settings at once is checked when the file is read, and each problem is named with its path.',
];
const HEAD = ['| setting | what it does | takes | default | example |', '| --- | --- | --- | --- | --- |'];

function line({ path, takes, fallback }: Setting, comment: string, example: string | undefined): string {
  const preset = fallback === REQUIRED ? '*required*' : fallback === ABSENT ? '' : code(fallback);
  const shown = typeof fallback === 'symbol' && example !== undefined ? code(example) : '';
  return `| ${[code(path), comment, takes, preset, shown].map(cell).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** True for a setting that chooses a variant: its group describes it, `exposure.kind` by the comment above `exposure`. */
function isChooser(path: string, rows: readonly Setting[]): boolean {
  return rows.some(({ when }) => when.at(-1)?.startsWith(`${path}: `));
}

/** Descriptions of the choices without settings of their own, which have no section. */
function choicesOf(
  { path, key, takes }: Setting,
  rows: readonly Setting[],
  comments: ReadonlyMap<string, string>,
): readonly string[] {
  if (!isChooser(path, rows)) return [];
  const words = takes.replace(/^one of /, '').split(', ');
  return words.flatMap((word, index) => {
    const variant = `${parentOf(key)}<${index}>`;
    const comment = comments.get(variant);
    const hasSection = rows.some((row) => row.key.startsWith(`${variant}.`));
    return comment === undefined || hasSection ? [] : [`${code(word)}: ${comment}`];
  });
}

function topOf(path: string): string {
  return /^[^.<[]*/.exec(path)?.[0] ?? path;
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('.')));
}

/** `cache<1>` of `cache<1>.nodeType`: the innermost variant that a key is in. */
function variantOf(key: string): string {
  return /^.*>/.exec(key)?.[0] ?? key;
}

/** A value of a setting in the first stack file that has one that can be written in a line. */
function exampleIn(folder: string): (path: string) => string | undefined {
  const files = readdirSync(folder).map((file) => stackGroups(folder, basename(file)));
  return (path) => {
    const values = files.map((groups) => valueAt(groups, path.replaceAll('[]', '.0').split('.')));
    return values.flatMap((value) => written(value) ?? [])[0];
  };
}

function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(name)], rest);
  if (!isGroup(value)) return undefined;
  return valueAt(name === '*' ? Object.values(value)[0] : value[name], rest);
}

function written(value: unknown): string | undefined {
  const isValue = ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isValue && text.length <= 60 && !text.includes('\n') ? text : undefined;
}
