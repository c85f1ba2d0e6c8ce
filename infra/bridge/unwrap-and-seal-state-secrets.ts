import { parseSecretJson } from './parse-secret-json.ts';

/** Unwraps the secrets of a `--show-secrets` export, and collects their texts in `secrets`. */
export function opened(value: unknown, secrets: string[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => opened(one, secrets));
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields[SIGNATURE] === SECRET) {
    const content: unknown = parseSecretJson(String(fields['plaintext'] ?? 'null'), 'a secret of the stack');
    secrets.push(...textsIn(content));
    return content;
  }
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, opened(one, secrets)]));
}

/** Wraps a value as a secret for `pulumi stack import`, which encrypts it. */
export function seal(value: unknown): object {
  return { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Pulumi's mark of a secret (sdk/proto: `sigkey` and the signature of secrets). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
