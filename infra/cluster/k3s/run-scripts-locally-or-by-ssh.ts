import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { Command as LocalCommand } from '@pulumi/command/local/command.js';
import { Command as RemoteCommand } from '@pulumi/command/remote/command.js';
import * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import type { Settings } from '../../settings/schema.ts';
import type { K3sSettings } from './k3s-settings-type.ts';

/** A machine on which scripts run as root. */
export interface Machine {
  /** Registers a run of a script; it runs again when any input changes. */
  run(name: string, run: Run, options: pulumi.CustomResourceOptions): Ran;
}

export interface Run {
  /** Standard input of `sh`, or of another program in `create`. */
  readonly input: pulumi.Input<string>;
  /** Command line for the first run, and for every change unless there is an `update`. */
  readonly create: string;
  readonly update?: string;
  /** Command line for the removal; it gets the input of the last run. */
  readonly delete?: string;
  /** True when the output is for the program and not for people. It must never be a secret: Pulumi shows it on failure. */
  readonly answers?: boolean;
}

export interface Ran extends pulumi.Resource {
  readonly stdout: pulumi.Output<string>;
}

/** The machine that Pulumi runs on. */
export const thisMachine: Machine = {
  run: (name, run, options) => new LocalCommand(name, argumentsOf(run), options),
};

/** A host reached by ssh, authenticated by its host key alone. */
export function remoteMachine({ host, hostKey }: Host, connection: Connection): Machine {
  return {
    run: (name, run, options) =>
      new RemoteCommand(
        name,
        {
          ...argumentsOf(run),
          connection: { ...connection, host, hostKey, dialErrorLimit: 5 },
        },
        options,
      ),
  };
}

export interface Connection {
  readonly user: string;
  readonly port: number;
  readonly privateKey: pulumi.Output<string>;
}

/** @throws Error where the key cannot be read. */
export function connectionOf(
  { user, port, keyFile }: K3sSettings['ssh'],
  { sshKey }: Settings['secrets'],
): Connection {
  const key = keyFile === undefined ? (sshKey?.reveal() ?? '') : readKey(keyFile);
  return { user, port, privateKey: pulumi.secret(key) };
}

function readKey(keyFile: string): string {
  try {
    return readFileSync(keyFile.replace(/^~(?=\/)/, homedir()), 'utf8');
  } catch (error) {
    throw new Error(`cluster.ssh.keyFile: ${(error as Error).message}`);
  }
}

function argumentsOf({ input, create, update, delete: remove, answers = false }: Run) {
  return {
    create: asRoot(create),
    ...(update !== undefined && { update: asRoot(update) }),
    ...(remove !== undefined && { delete: asRoot(remove) }),
    stdin: input,
    // Most ssh servers refuse to set variables, and some of the output is secret.
    addPreviousOutputInEnv: false,
    ...(answers && { logging: 'none' as const }),
  };
}

function asRoot(command: string): string {
  return `if [ "$(id -u)" = 0 ]; then exec ${command}; else exec sudo -n ${command}; fi`;
}
