import { readFileSync } from 'node:fs';

export interface ReadmeCommand {
  readonly command: string;
  /** What stands behind it. */
  readonly comment: string;
}

/** Every command that the README shows: one for each line and for each part of it that stands between `&&`. */
export function readmeCommands(): readonly ReadmeCommand[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  return [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => commandsIn(block));
}

/** Whether it needs what the tests have none of; its comment says so. */
export function isForOthers({ comment }: ReadmeCommand): boolean {
  return /AWS|object store|Velero/.test(comment);
}

/** Those that are run as they stand, but for the names of the stack and its namespace. */
export function isRunAsItStands({ command, comment }: ReadmeCommand): boolean {
  if (isForOthers({ command, comment })) return false;
  return /^kubectl -n finance (?:get|logs) |^npx pulumi config set .*(?:finance-platform:|bridge:(?:patience|timeouts))/.test(
    command,
  );
}

function commandsIn(block: string): readonly ReadmeCommand[] {
  const lines = block.replace(/\\\n\s*/g, '').split('\n');
  return lines.flatMap((line) => {
    const [, text = '', comment = ''] = /^(.*?)(?:\s+#(.*))?$/.exec(line) ?? [];
    return text
      .split('&&')
      .map((command) => ({ command: command.trim(), comment }))
      .filter(({ command }) => command !== '');
  });
}
