import { get } from '../kubectl.ts';

/** Secret values of a namespace, each in plain text and in base64; user names are left out. */
export async function readSecrets(namespace: string): Promise<readonly string[]> {
  const { items } = (await get('secrets', '--namespace', namespace)) as {
    items: Array<{ data: Record<string, string> }>;
  };
  const encoded = items.flatMap(({ data }) => Object.entries(data)).filter(([key]) => !key.endsWith('_USER'));
  return encoded.flatMap(([, value]) => [value, Buffer.from(value, 'base64').toString()]);
}
