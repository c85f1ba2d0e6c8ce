import type { Socket } from 'node:net';
import type { Options, Sql, TransactionSql } from './connect.ts';
import type { ServerWatch } from './server-watch.ts';

type Make = (own: Pick<Options, 'onLine' | 'over'>) => Sql;

export interface SwappedPool {
  readonly sql: Sql;
  /** @param seconds for those who still wait for an answer */
  end(seconds: number): Promise<void>;
}

/**
 * A pool that ends when its server is away, and another in its place when it is back.
 *
 * All who wait for an answer or for a connection are told at once, and whoever asks an ended pool is told at once too. What
 * slept in the server may wake and go on, but nobody uses a connection again that it slept behind.
 *
 * @param make given what it has to pass on to `connect`
 */
export function swappedPool(watch: ServerWatch, make: Make): SwappedPool {
  let current = pool(watch, make);
  watch.onChange((isAway) => {
    if (isAway) void current.end(0);
    else current = pool(watch, make);
  });
  const sql = new Proxy((() => {}) as unknown as Sql, {
    apply(_, self, args) {
      const made: unknown = Reflect.apply(current.sql as never, self, args);
      if (made instanceof Promise) waitsOnceSent(made as Lazy, watch);
      return made;
    },
    get(_, name) {
      if (name !== 'begin') return Reflect.get(current.sql, name);
      return (...args: [string, (tx: TransactionSql) => unknown]) => {
        const done = current.sql.begin(...args);
        watch.waits(done);
        return done;
      };
    },
  });
  return { sql, end: (seconds) => current.end(seconds) };
}

function pool(watch: ServerWatch, make: Make): SwappedPool {
  const lines = new Set<Socket>();
  const over = new AbortController();
  const onLine = (line: Socket) => {
    watch.add(line);
    lines.add(line);
    line.once('close', () => lines.delete(line));
  };
  const sql = make({ onLine, over: over.signal });
  return {
    sql,
    async end(seconds) {
      if (seconds === 0) over.abort(); // the driver may be about to connect anew
      await sql.end({ timeout: seconds });
      over.abort();
      for (const line of lines) line.destroy(); // the driver waits for a goodbye, which a frozen server does not say
    },
  };
}

/** What postgres.js gives for a template: it is sent by its `handler`, when somebody waits for it. */
type Lazy = Promise<unknown> & { handler: (query: unknown) => void };

/** A template inside another one is never sent. */
function waitsOnceSent(query: Lazy, watch: ServerWatch): void {
  const send = query.handler;
  query.handler = (sent) => {
    watch.waits(query);
    send(sent);
  };
}
