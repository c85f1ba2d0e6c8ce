import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';

/** A script of this folder, and its variables. */
export interface Script {
  readonly file: 'install.sh' | 'drain-node.sh' | 'administrator.sh' | 'authority-fingerprint.sh';
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Complete script for `sh`: shell-quoted variables, then the contents of the file. */
export function scriptText({ file, variables }: Script): pulumi.Output<string> {
  return pulumi
    .output(variables)
    .apply((values) =>
      [...Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`), read(file)].join('\n'),
    );
}

/** Reads a file of this folder, without its last line break. */
export function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8').trimEnd();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
