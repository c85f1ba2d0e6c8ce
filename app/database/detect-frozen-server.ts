import { EventEmitter } from 'node:events';
import { connect, type Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SSL_REQUEST } from './tls-socket.ts';

/** Timeouts in milliseconds. */
export interface WatchTimes {
  /** Time that a query may wait with nothing received before the server is suspected. @default 1000 */
  readonly doubt?: number;
  /** Time in which a suspected server must send something, on any connection. @default 2000 */
  readonly proof?: number;
  /** Pause between two probes of a server that is away. @default 1000 */
  readonly rest?: number;
}

export interface ServerWatch {
  /** True while the server sends nothing at all. */
  readonly isAway: boolean;
  /** Watches a connection until it closes. */
  add(line: Socket): void;
  /** Counts a pending answer. */
  waits(answer: PromiseLike<unknown>): void;
  onChange(listener: (isAway: boolean) => void): void;
  stop(): void;
}

/**
 * Detects a frozen Postgres, or a frozen network to it: connections open, but nothing answers.
 *
 * An unanswered query may be slow or wait for a lock. So the server is probed on a new connection with an SSLRequest,
 * which it answers without a sign-in. It counts as away when neither the probe nor any other connection receives a
 * byte, and as back with the first byte.
 */
export function detectFrozenServer(
  at: { readonly host: string; readonly port: number },
  { doubt = 1000, proof = 2000, rest = 1000 }: WatchTimes = {},
): ServerWatch {
  const changes = new EventEmitter<{ change: [isAway: boolean] }>();
  /** Bytes read from each connection so far. */
  const lines = new Map<Socket, number>();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  let isAway = false;
  let isLooking = false;
  let waiting = 0;

  // Counts ticks instead of reading a clock: a process that was paused has missed at most one.
  let quietBeats = 0;
  const listening = setInterval(() => {
    quietBeats = isHeard() || waiting === 0 ? 0 : quietBeats + 1;
    if (quietBeats >= BEATS && !isLooking) void look();
  }, doubt / BEATS).unref();

  /** True when any connection received bytes since the last tick. */
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

  const rested = (time: number) => pause(time, undefined, { ref: false, signal: stopped }).catch(() => {}); // stopped

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

/** Ticks per `doubt` period. */
const BEATS = 4;

/** True when the server sends anything on a new connection. */
async function answers(at: TcpSocketConnectOpts & SocketConstructorOpts, proof: number): Promise<boolean> {
  const line = connect(at).on('error', () => {});
  const { promise, resolve } = Promise.withResolvers<boolean>();
  line.once('data', () => resolve(true)).once('close', () => resolve(false));
  line.write(SSL_REQUEST);
  // Resolves one turn later, so that bytes which arrived while this process was busy are read first.
  const timer = setTimeout(() => setImmediate(resolve, false), proof);
  const isHeard = await promise;
  clearTimeout(timer);
  line.destroy();
  return isHeard;
}
