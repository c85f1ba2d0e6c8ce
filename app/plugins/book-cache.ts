import plugin from 'fastify-plugin';
import { Counter } from 'prom-client';
import type { Sql, TransactionSql } from '../database/connect.ts';
import { fromExactJson, toExactJson } from '../database/exact-json.ts';

declare module 'fastify' {
  interface FastifyInstance {
    bookCache: BookCache;
  }
}

export interface BookCache {
  /**
   * What `load` makes of one book, kept under the book's version: a write bumps the version in its own transaction, so
   * whoever reads after a commit asks for another key, and nothing is ever deleted.
   *
   * @param name what is kept and all that it depends on, with a number that is raised when its shape changes
   *   (`month:2026-05:1`): during a rollout two releases share the keys.
   */
  get<T>(
    book: string,
    name: string,
    ttlSeconds: number,
    load: (sql: TransactionSql) => Promise<T>,
  ): Promise<T>;
}

export const bookCachePlugin = plugin(
  async (app) => {
    const lookups = new Counter({
      name: 'app_cache_lookups_total',
      help: 'Look-ups of kept answers, by whether they were there',
      labelNames: ['result'],
      registers: [app.metrics],
    });
    const loading = new Map<string, Promise<string>>();

    async function loadAndKeep<T>(
      book: string,
      atLeast: bigint,
      name: string,
      ttl: number,
      load: (sql: TransactionSql) => Promise<T>,
    ) {
      const { version, text } = await app.database.readReplica(
        { id: book, version: atLeast },
        async (sql) => ({
          version: await versionOf(sql, book),
          text: toExactJson(await load(sql)),
        }),
      );
      await app.redis.ask((redis) => redis.set(`book:${book}:${version}:${name}`, text, 'EX', ttl));
      return text;
    }

    app.decorate('bookCache', {
      async get(book, name, ttl, load) {
        const version = await versionOf(app.database.sql, book);
        const key = `book:${book}:${version}:${name}`;
        const kept = await app.redis.ask((redis) => redis.get(key));
        if (kept) {
          lookups.inc({ result: 'hit' });
          return fromExactJson(kept);
        }
        lookups.inc({ result: 'miss' });
        // Who asks for the same version meanwhile waits for the same answer: it is as new as that version, or newer.
        const pending =
          loading.get(key) ?? loadAndKeep(book, version, name, ttl, load).finally(() => loading.delete(key));
        loading.set(key, pending);
        return fromExactJson(await pending);
      },
    } satisfies BookCache);
  },
  { name: 'book-cache', dependencies: ['postgres', 'redis', 'metrics'] },
);

async function versionOf(sql: Sql | TransactionSql, book: string): Promise<bigint> {
  const [row] = await sql<{ version: bigint }[]>`select version from book where id = ${book}`;
  if (!row) throw new Error('There is no such book');
  return row.version;
}
