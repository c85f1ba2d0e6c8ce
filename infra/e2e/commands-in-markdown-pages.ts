import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A Markdown file of the project. */
export interface Page {
  /** Path from the root of the project, such as `infra/map/README.md`. */
  readonly file: string;
  readonly text: string;
}

export interface ReadmeCommand {
  readonly command: string;
  /** Comment at the end of the line; empty when there is none. */
  readonly comment: string;
  /** The page that shows it. */
  readonly file: string;
  /** The heading above it. */
  readonly heading: string;
}

/** Every Markdown file of the project, in the order of their names. */
export function pages(): readonly Page[] {
  const skipped = ['node_modules', '.local', '.git'];
  return globSync(['**/*.md', '.github/**/*.md'], { cwd: ROOT, exclude: (name) => skipped.includes(name) })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
}

/** Every command in the `sh` blocks of the pages: one for each line, and for each part of a line that `&&` separates. */
export function readmeCommands(): readonly ReadmeCommand[] {
  return pages().flatMap(({ file, text }) =>
    [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(({ 1: block = '', index }) =>
      commandsIn(block, file, headingBefore(text.slice(0, index))),
    ),
  );
}

/** True when a command needs what the tests do not have (AWS, Vault, an object store, Velero), by its comment. */
export function isForOthers({ comment }: ReadmeCommand): boolean {
  return /AWS|Argo CD|Vault|object store|Velero/.test(comment);
}

/** True when a test runs the command as it stands, except for the names of the stack and its namespace. */
export function isRunAsItStands(one: ReadmeCommand): boolean {
  if (isForOthers(one) || isRunInTrouble(one)) return false;
  return /^kubectl -n finance (?:get|logs) |^npx pulumi config set .*(?:finance-platform:|bridge:(?:patience|timeouts))/.test(
    one.command,
  );
}

/** True when the suite of `trouble/` runs the command, with the trouble that its page is about. */
export function isRunInTrouble(one: ReadmeCommand): boolean {
  return !isForOthers(one) && /^infra\/operations\/(?:troubleshooting|database)\.md$/.test(one.file);
}

function headingBefore(text: string): string {
  return (
    text
      .match(/^#+ .+$/gm)
      ?.at(-1)
      ?.replace(/^#+ /, '') ?? ''
  );
}

function commandsIn(block: string, file: string, heading: string): readonly ReadmeCommand[] {
  const lines = block.replace(/\\\n\s*/g, '').split('\n');
  return lines.flatMap((line) => {
    const [, text = '', comment = ''] = /^(.*?)(?:\s+#(.*))?$/.exec(line) ?? [];
    return text
      .split('&&')
      .map((command) => ({ command: command.trim(), comment, file, heading }))
      .filter(({ command }) => command !== '');
  });
}
