import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, resolve } from 'node:path';
import { type ConfigFile, type Fields, readConfigFile } from './parse-kubeconfig-and-embed-files.ts';

/** One context of a kubeconfig: a cluster and a user of it. */
export interface Context {
  /** Complete kubeconfig with this context alone; holds credentials. */
  readonly kubeconfig: string;
  readonly name: string;
  /** URL of the API server. */
  readonly server: string;
}

export interface ContextChoice {
  /**
   * Path of the file; `~` is the home folder.
   * @default the files that KUBECONFIG lists, else ~/.kube/config
   */
  readonly kubeconfig?: string | undefined;
  /** @default the current context of the file */
  readonly context?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one context the way kubectl does, and omits unrelated clusters and credentials.
 *
 * @throws Error that names the files that were looked for, or the existing contexts.
 */
export function readContext(choice: ContextChoice, environment: Environment = process.env): Context {
  const files = existing(filesOf(choice, environment));
  const where = files.join(', ');
  const { currentContext, contexts, clusters, users } = files.map(readConfigFile).reduce(merged);

  const name = choice.context ?? currentContext;
  const known = [...contexts.keys()].join(', ') || 'none';
  if (name === undefined)
    throw new Error(`no current context in ${where}: set cluster.context to one of ${known}`);
  const context = contexts.get(name);
  if (!context) throw new Error(`no context "${name}" in ${where}, which knows: ${known}`);
  const cluster = part('cluster', context, clusters);
  const user = part('user', context, users);
  return {
    kubeconfig: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context }],
      clusters: [{ name: context['cluster'], cluster }],
      users: [{ name: context['user'], user }],
    }),
    name,
    server: String(cluster['server']),
  };

  function part(field: string, of: Fields, among: ReadonlyMap<string, () => Fields>): Fields {
    const read = among.get(String(of[field]));
    if (!read) throw new Error(`no ${field} "${of[field]}" of context "${name}" in ${where}`);
    return read();
  }
}

interface Candidates {
  readonly source: string;
  readonly paths: readonly string[];
}

function filesOf({ kubeconfig }: ContextChoice, environment: Environment): Candidates {
  const home = environment['HOME'] ?? homedir();
  const absolute = (path: string) => resolve(path.replace(/^~(?=\/|$)/, home));
  if (kubeconfig !== undefined) return { source: 'cluster.kubeconfig', paths: [absolute(kubeconfig)] };
  const listed = environment['KUBECONFIG']?.split(delimiter).filter(Boolean) ?? [];
  if (listed.length > 0) return { source: 'KUBECONFIG', paths: listed.map(absolute) };
  return {
    source: 'without cluster.kubeconfig and KUBECONFIG the default',
    paths: [absolute('~/.kube/config')],
  };
}

/** Existing files of a list; like kubectl, skips missing ones, but requires one at least. */
function existing({ source, paths }: Candidates): readonly string[] {
  const files = paths.filter((path) => existsSync(path));
  if (files.length === 0) throw new Error(`no kubeconfig: ${source} names ${paths.join(', ')}, not found`);
  return files;
}

/** Merges two kubeconfigs; of two entries with one name, the first wins. */
function merged(first: ConfigFile, second: ConfigFile): ConfigFile {
  return {
    currentContext: first.currentContext ?? second.currentContext,
    contexts: new Map([...second.contexts, ...first.contexts]),
    clusters: new Map([...second.clusters, ...first.clusters]),
    users: new Map([...second.users, ...first.users]),
  };
}
