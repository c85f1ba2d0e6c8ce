import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { Command as LocalCommand } from '@pulumi/command/local/command.js';
import { Command as RemoteCommand } from '@pulumi/command/remote/command.js';
import * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import type { Settings } from '../../settings/schema.ts';
import type { K3sSettings } from './release.ts';

/** A machine on which scripts run as root. */
export interface Machine {
  /** Registers a run of a script; it runs again when anything of it changes. */
  run(name: string, run: Run, options: pulumi.CustomResourceOptions): Ran;
}

export interface Run {
  /** What `sh` reads, or another program of `create`. */
  readonly input: pulumi.Input<string>;
  /** A command line for the first time, and for every change unless there is one for those. */
  readonly create: string;
  readonly update?: string;
  /** The same for when this is taken away; it gets the input of the last run. */
  readonly delete?: string;
  /** Whether what it prints is for the program and not for people. A secret it is never: Pulumi shows it when it fails. */
  readonly answers?: boolean;
}

export interface Ran extends pulumi.Resource {
  readonly stdout: pulumi.Output<string>;
}

/** The machine that Pulumi runs on. */
export const thisMachine: Machine = {
  run: (name, run, options) => new LocalCommand(name, argumentsOf(run), options),
};

/** A host that is reached by ssh, and trusted by its key alone. */
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
    // Most ssh servers refuse it, and some of it is secret.
    addPreviousOutputInEnv: false,
    ...(answers && { logging: 'none' as const }),
  };
}

function asRoot(command: string): string {
  return `if [ "$(id -u)" = 0 ]; then exec ${command}; else exec sudo -n ${command}; fi`;
}
