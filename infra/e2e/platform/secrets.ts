import { get } from '../cluster.ts';

/** The random values of the platform as they are in the cluster, each also as the cluster stores it. */
export async function readSecrets(namespace: string): Promise<readonly string[]> {
  const { items } = (await get('secrets', '--namespace', namespace)) as {
    items: Array<{ data: Record<string, string> }>;
  };
  const encoded = items.flatMap(({ data }) => Object.entries(data)).filter(([key]) => !key.endsWith('_USER'));
  return encoded.flatMap(([, value]) => [value, Buffer.from(value, 'base64').toString()]);
}
