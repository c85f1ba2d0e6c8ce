import { globSync } from 'node:fs';
import { requireSuccess, run } from '../run-process.ts';

/** Reason why the nodes cannot know images by their digests; undefined when they can. */
export function whyNoDigests(): string | undefined {
  return globSync(SOCKETS).length > 0 && globSync(CTR).length > 0
    ? undefined
    : 'only nodes of the test cluster can be told the digest of an image that nobody pulls';
}

const SOCKETS = '/run/test-cluster/*/containerd.sock';
const CTR = '/var/lib/test-cluster/bin-*/ctr';

/** Name of a loaded image by its digest, which all nodes of the test cluster know from then on. */
export async function byDigest(image: string): Promise<string> {
  const [ctr = ''] = globSync(CTR);
  const [repository] = image.split(':');
  let digest = '';
  for (const socket of globSync(SOCKETS)) {
    const images = async (...args: readonly string[]) => {
      const ended = await run(ctr, ['--address', socket, '--namespace', 'k8s.io', 'images', ...args]);
      requireSuccess(`ctr images ${args.join(' ')}`, ended);
      return ended.output;
    };
    [digest = ''] = /sha256:\w+/.exec(await images('list', `name==docker.io/${image}`)) ?? [];
    await images('tag', '--force', `docker.io/${image}`, `docker.io/${repository}@${digest}`);
  }
  return `${repository}@${digest}`;
}
