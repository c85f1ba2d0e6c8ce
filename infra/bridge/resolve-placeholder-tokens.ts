import * as pulumi from '@pulumi/pulumi';
import { filtered, hasToken, pieces, type Token } from '../manifests/placeholder-tokens.ts';

/** Values by token name; secret ones stay secret wherever they go. */
export type Values = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * Replaces tokens by values, whole or inside strings. Fields without a token come back unchanged, so that they stay readable
 * in previews.
 *
 * @param owner object to name in errors
 * @throws Error when a token is damaged, has no value, or stands where no value can go.
 */
export function resolveTokens(manifest: object, values: Values, owner: string): pulumi.Inputs {
  return liftFields(manifest, [owner]);

  function liftFields(fields: object, path: readonly string[]): pulumi.Inputs {
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => {
        if (hasToken(key)) throw new Error(`${at(path)}: a token cannot be a key`);
        return [key, liftPart(value, [...path, key])];
      }),
    );
  }

  function liftPart(part: unknown, path: readonly string[]): unknown {
    if (typeof part === 'string') return liftText(part, path);
    if (Array.isArray(part)) return part.map((item, index) => liftPart(item, [...path, String(index)]));
    return typeof part === 'object' && part !== null ? liftFields(part, path) : part;
  }

  function liftText(text: string, path: readonly string[]): pulumi.Input<string> {
    if (!hasToken(text)) return text;
    const parts = piecesAt(text, path).map((piece) =>
      typeof piece === 'string' ? piece : lookUp(piece, path),
    );
    return pulumi.concat(...parts);
  }

  function lookUp({ name, filter }: Token, path: readonly string[]): pulumi.Output<string> {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      const known = Object.keys(values).join(', ') || 'none';
      throw new Error(`${at(path)}: no value for the token "${name}" among: ${known}`);
    }
    return pulumi.output(value).apply((text) => filtered(text, filter));
  }
}

function piecesAt(text: string, path: readonly string[]): ReturnType<typeof pieces> {
  try {
    return pieces(text);
  } catch (error) {
    throw new Error(`${at(path)}: ${(error as Error).message}`);
  }
}

function at([owner, ...fields]: readonly string[]): string {
  return fields.length === 0 ? String(owner) : `${owner}, ${fields.join('.')}`;
}
