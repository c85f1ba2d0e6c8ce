import type { Change } from './changes.ts';
import { type Effect, KINDS_OF_EFFECT } from './effects.ts';
import type { Traffic, Way } from './traffic.ts';

/** Formats the change of one stack's manifests for a pull request. */
export function toMarkdown(
  stack: string,
  changes: readonly Change[],
  effects: readonly Effect[],
  traffic: Traffic,
): string {
  const counts = [
    `${changes.filter(({ before }) => !before).length} added`,
    `${changes.filter(({ before, after }) => before && after).length} changed`,
    `${changes.filter(({ after }) => !after).length} removed`,
  ];
  const lines = [`## ${stack}: ${changes.length === 0 ? 'nothing changes' : counts.join(', ')}`];
  const worstFirst = effects.toSorted(
    (a, b) => KINDS_OF_EFFECT.indexOf(a.kind) - KINDS_OF_EFFECT.indexOf(b.kind),
  );
  if (effects.length > 0)
    lines.push('', ...table(['what happens', 'object', 'why'], worstFirst.map(effectRow)));
  else if (changes.length > 0) lines.push('', 'Nothing restarts, is replaced, or puts data at risk.');
  lines.push(...ways('Traffic opened', traffic.opened), ...ways('Traffic closed', traffic.closed));
  if (changes.length > 0)
    lines.push('', '<details><summary>Every field</summary>', ...changes.flatMap(details), '', '</details>');
  return `${lines.join('\n')}\n`;
}

function effectRow({ kind, object, why }: Effect): readonly string[] {
  const mark = ['data at risk', 'replaced'].includes(kind) ? `**${kind}**` : kind;
  return [mark, object, why];
}

/** Formats one line per pair of endpoints, with all ports between them. */
function ways(title: string, all: readonly Way[]): readonly string[] {
  if (all.length === 0) return [];
  const ports = new Map<string, string[]>();
  for (const { from, to, port } of all) {
    const pair = `${from} → ${to}`;
    ports.set(pair, [...(ports.get(pair) ?? []), port]);
  }
  return ['', `${title}:`, '', ...[...ports].map(([pair, those]) => `- ${pair}: ${those.join(', ')}`)];
}

function details({ object, before, after, fields }: Change): readonly string[] {
  if (!before || !after) return ['', `**${object}** ${after ? 'is added' : 'is removed'}`];
  const rows = fields.map(({ path, before: old, after: now }) => [`\`${path}\``, shown(old), shown(now)]);
  return ['', `**${object}**`, '', ...table(['field', 'before', 'after'], rows)];
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const LONGEST = 100;

function shown(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.includes('\n')) return `a text of ${text.split('\n').length} lines`;
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${short.replaceAll('`', "'")}\``;
}
