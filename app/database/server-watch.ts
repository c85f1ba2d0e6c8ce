import { EventEmitter } from 'node:events';
import { connect, type Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SSL_REQUEST } from './secured-socket.ts';

/** Milliseconds. */
export interface WatchTimes {
  /** For which somebody may wait and nothing be heard before the server is doubted. @default 1000 */
  readonly doubt?: number;
  /** Within which a server that is doubted must say anything, on whichever connection. @default 2000 */
  readonly proof?: number;
  /** Between two looks at a server that is away. @default 1000 */
  readonly rest?: number;
}

export interface ServerWatch {
  /** Whether the server says nothing at all. */
  readonly isAway: boolean;
  /** Listens to a connection until it closes. */
  add(line: Socket): void;
  /** Takes note that somebody waits for this. */
  waits(answer: PromiseLike<unknown>): void;
  onChange(listener: (isAway: boolean) => void): void;
  stop(): void;
}

/**
 * Knows when a Postgres is frozen, or the network to it: connections open, and nobody answers.
 *
 * A question without an answer may be a slow one, or wait for somebody's lock. So the server is asked on a new connection
 * whether it would encrypt, which it answers without a sign-in. It is away when neither this nor any other connection says one
 * byte, and back with the first.
 */
export function watchServer(
  at: { readonly host: string; readonly port: number },
  { doubt = 1000, proof = 2000, rest = 1000 }: WatchTimes = {},
): ServerWatch {
  const changes = new EventEmitter<{ change: [isAway: boolean] }>();
  /** How much each has said so far. */
  const lines = new Map<Socket, number>();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  let isAway = false;
  let isLooking = false;
  let waiting = 0;

  // By beats and not by a clock: a process that did not run for a while has missed no more than one of them.
  let quietBeats = 0;
  const listening = setInterval(() => {
    quietBeats = isHeard() || waiting === 0 ? 0 : quietBeats + 1;
    if (quietBeats >= BEATS && !isLooking) void look();
  }, doubt / BEATS).unref();

  /** Whether anything was said since the last beat. */
  function isHeard(): boolean {
    const heard = [...lines].filter(([line, before]) => line.bytesRead !== before);
    for (const [line] of heard) lines.set(line, line.bytesRead);
    return heard.length > 0;
  }

  async function look(): Promise<void> {
    isLooking = true;
    const isAnswered = await answers({ ...at, signal: stopped }, proof);
    if (isAnswered || isHeard() || quietBeats < BEATS) await rested(doubt);
    else await waitUntilBack();
    isLooking = false;
  }

  async function waitUntilBack(): Promise<void> {
    change(true);
    do await rested(rest);
    while (!stopped.aborted && !(await answers({ ...at, signal: stopped }, proof)));
    change(false);
  }

  function change(to: boolean): void {
    if (stopped.aborted) return;
    isAway = to;
    changes.emit('change', to);
  }

  const rested = (time: number) => pause(time, undefined, { ref: false, signal: stopped }).catch(() => {}); // it has been stopped

  return {
    get isAway() {
      return isAway;
    },
    add(line) {
      lines.set(line, 0);
      line.once('close', () => lines.delete(line));
    },
    waits(answer) {
      waiting += 1;
      const end = () => {
        waiting -= 1;
      };
      void answer.then(end, end);
    },
    onChange: (listener) => void changes.on('change', listener),
    stop() {
      stopping.abort();
      clearInterval(listening);
    },
  };
}

/** In each time of doubt. */
const BEATS = 4;

/** Whether a server says anything to who has just come. */
async function answers(at: TcpSocketConnectOpts & SocketConstructorOpts, proof: number): Promise<boolean> {
  const line = connect(at).on('error', () => {});
  const { promise, resolve } = Promise.withResolvers<boolean>();
  line.once('data', () => resolve(true)).once('close', () => resolve(false));
  line.write(SSL_REQUEST);
  // A turn later: what has come while this process was busy is read before.
  const timer = setTimeout(() => setImmediate(resolve, false), proof);
  const isHeard = await promise;
  clearTimeout(timer);
  line.destroy();
  return isHeard;
}
