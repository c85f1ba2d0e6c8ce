import type { Socket } from 'node:net';
import type { Options, Sql, TransactionSql } from './connect.ts';
import type { ServerWatch } from './detect-frozen-server.ts';

type Make = (own: Pick<Options, 'onLine' | 'over'>) => Sql;

export interface ReplaceablePool {
  readonly sql: Sql;
  /** @param seconds grace period for queries still waiting for an answer */
  end(seconds: number): Promise<void>;
}

/**
 * Creates a pool that ends when its server goes away, and is replaced by a new one when the server is back.
 *
 * Queries and waiters fail at once, and so does every query to an ended pool. Statements frozen in the server may
 * resume, but no connection from before the freeze is used again.
 *
 * @param make given the options that it must pass on to `connect`
 */
export function replaceablePool(watch: ServerWatch, make: Make): ReplaceablePool {
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

function pool(watch: ServerWatch, make: Make): ReplaceablePool {
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
      if (seconds === 0) over.abort(); // the driver may be about to reconnect
      await sql.end({ timeout: seconds });
      over.abort();
      for (const line of lines) line.destroy(); // the driver waits for a goodbye that a frozen server never sends
    },
  };
}

/** The query object that postgres.js returns for a template: its `handler` sends it once it is awaited. */
type Lazy = Promise<unknown> & { handler: (query: unknown) => void };

/** Counts a query as waiting once it is sent: a template nested in another one is never sent. */
function waitsOnceSent(query: Lazy, watch: ServerWatch): void {
  const send = query.handler;
  query.handler = (sent) => {
    watch.waits(query);
    send(sent);
  };
}
