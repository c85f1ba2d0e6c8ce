import { get } from 'node:http';
import { performance } from 'node:perf_hooks';

/*
 * `probe-path-latencies.ts ORIGIN PATH…`: requests each path every 20 ms, answered or not, over a new connection each time,
 * as a kubelet does; in a process of its own, so that other requests of a bench do not delay its clock. At the first message
 * from its parent it stops, and sends { path: milliseconds[] } back. PROBE_COOKIE is sent with each request.
 */
const [origin = '', ...paths] = process.argv.slice(2);
const latencies: Record<string, number[]> = Object.fromEntries(paths.map((path) => [path, []]));
const asked = new Set<Promise<void>>();

const asking = setInterval(() => {
  for (const path of paths) asked.add(ask(path));
}, 20);
process.once('message', async () => {
  clearInterval(asking);
  await Promise.all(asked);
  process.send?.(latencies, () => process.disconnect());
});

async function ask(path: string): Promise<void> {
  const began = performance.now();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { cookie: process.env['PROBE_COOKIE'] ?? '' };
    get(`${origin}${path}`, { agent: false, headers }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    ).on('error', (cause) => {
      const after = (performance.now() - began).toFixed(0);
      reject(
        new Error(`${path} had no answer: ${cause.message}, ${after} ms after it was asked for`, { cause }),
      );
    });
  });
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  latencies[path]?.push(performance.now() - began);
}
