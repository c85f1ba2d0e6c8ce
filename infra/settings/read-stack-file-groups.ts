import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, intCoreTag, loadAll, Schema, YAMLException } from 'js-yaml';
import { stackFilesIn } from './find-stack-files.ts';
import { isGroup } from './group.ts';
import { nearest } from './nearest-key.ts';
import { EncryptedValue } from './redacted-encrypted-value.ts';
import { SettingsError } from './settings-error.ts';

/** Namespace of our keys in a stack file: the name of the Pulumi project. */
const PROJECT = 'finance-platform';

/**
 * Reads our groups under `config:`, with an opaque mark in the place of each encrypted value.
 *
 * @throws SettingsError where the file is missing, is not YAML, or has keys without a project or with ours misspelt.
 */
export function stackGroups(directory: string, file: string): Record<string, unknown> {
  const config = parse(read(directory, file), file)['config'];
  if (!isGroup(config) || Object.keys(config).length === 0) {
    throw new SettingsError([
      `${file}: config: must be a group of settings such as ${PROJECT}:web; got nothing of the kind`,
    ]);
  }
  const problems = Object.keys(config).flatMap((key) =>
    foreignKey(key).map((wrong) => `${file}: config.${key}: ${wrong}`),
  );
  if (problems.length > 0) throw new SettingsError(problems);
  const ours = Object.entries(config).filter(([key]) => key.startsWith(`${PROJECT}:`));
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(PROJECT.length + 1), sealed(value)]));
}

function read(directory: string, file: string): string {
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const others = [...stackFilesIn(directory).values()];
    throw new SettingsError([
      `${file}: is missing in ${directory}; stack files there: ${others.join(', ') || 'none'}`,
    ]);
  }
}

function parse(text: string, file: string): Record<string, unknown> {
  let documents: unknown[];
  try {
    documents = loadAll(text, { schema: AS_PULUMI_READS });
  } catch (error) {
    if (error instanceof LeadingZero) throw new SettingsError([`${file}: ${error.message}`]);
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    throw new SettingsError([`${file}: line ${line + 1}, column ${column + 1}: is no YAML: ${error.reason}`]);
  }
  if (documents.length > 1)
    throw new SettingsError([`${file}: must be one YAML document; got ${documents.length}`]);
  return isGroup(documents[0]) ? documents[0] : {};
}

class LeadingZero extends Error {}

/** Refuses numbers with a leading zero: Pulumi reads them as octal (`0100` is 64), YAML 1.2 as decimal. */
const AS_PULUMI_READS = new Schema(
  CORE_SCHEMA.tags.map((tag) =>
    tag === intCoreTag
      ? {
          ...intCoreTag,
          resolve: (source: string, isExplicit: boolean, tagName: string) => {
            if (/^[-+]?0\d+$/.test(source))
              throw new LeadingZero(
                `a number must not begin with 0; got ${source}: write it without, or in quotes`,
              );
            return intCoreTag.resolve(source, isExplicit, tagName);
          },
        }
      : tag,
  ),
);

/**
 * Problems of a foreign key. Keys of other projects and of providers are theirs; one without a namespace, or with ours
 * misspelt, would be ignored silently.
 */
function foreignKey(key: string): string[] {
  const [namespace = '', ...name] = key.split(':');
  if (name.length === 0) return [`must name its project: ${PROJECT}:${key}`];
  const misspelt = namespace !== PROJECT && nearest(namespace, [PROJECT]) !== undefined;
  return misspelt ? [`belongs to another project, did you mean "${PROJECT}:${name.join(':')}"?`] : [];
}

function sealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sealed);
  if (!isGroup(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'secure') return EncryptedValue.closed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, sealed(inner)]));
}
