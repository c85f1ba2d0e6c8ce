import { type Schema, wordsOf } from '../inspect-valibot-schema.ts';
import { settings } from '../schema.ts';

/**
 * All settings of a stack file by their dotted paths, and each allowed word of those that accept only some, as in
 * `exposure.kind = ingress`.
 *
 * @param of the schema of some release
 */
export function settingPaths(of: unknown = settings): ReadonlySet<string> {
  return new Set(pathsIn(of as Schema, ''));
}

function pathsIn(schema: Schema, path: string): readonly string[] {
  const { type, wrapped, entries, options, item, value, literal } = schema;
  if (wrapped) return pathsIn(wrapped, path);
  if (entries)
    return Object.entries(entries).flatMap(([name, entry]) => {
      const inner = path === '' ? name : `${path}.${name}`;
      return [inner, ...pathsIn(entry, inner)];
    });
  if (type === 'literal') return [`${path} = ${literal}`];
  if (options) return options.flatMap((option) => (typeof option === 'object' ? pathsIn(option, path) : []));
  if (item) return pathsIn(item, `${path}[]`);
  if (type === 'record' && value) return pathsIn(value, `${path}.*`);
  return wordsOf(schema).map((word) => `${path} = ${word}`);
}
