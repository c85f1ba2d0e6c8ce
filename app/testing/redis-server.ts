import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

/** A separate redis-server, for tests that stop, freeze or flush it. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/**
 * Starts a server without persistence, and waits until it accepts connections.
 *
 * @param file configuration to start with, in the place of that for clear text at `port` of 127.0.0.1
 */
export async function startRedisServer(folder: string, port?: number, file?: string): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const settings = { port: String(chosen), bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const options =
    file === undefined ? Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]) : [file];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => server.kill('SIGKILL');
  process.on('exit', kill); // in case the tests end without stopping it
  server.once('exit', () => process.off('exit', kill));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve());
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      kill(); // a frozen server reacts to no other signal
      await ended;
    },
  };
}
