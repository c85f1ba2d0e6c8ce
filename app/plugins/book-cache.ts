import plugin from 'fastify-plugin';
import type { Sql, TransactionSql } from '../database/connect.ts';
import { fromExactJson, toExactJson } from '../json-with-bigints-and-dates.ts';
import type { OpenBook } from './opened-book-types.ts';
import { NotOpenError } from './postgres-transactions.ts';
import type { CacheKind } from './redis.ts';

declare module 'fastify' {
  interface FastifyInstance {
    bookCache: BookCache;
  }
}

/** Kinds of cached answers about a book. */
type BookKind = Exclude<CacheKind, 'session'>;

export interface BookCache {
  /**
   * Returns the cached result of `load` for a book. The key contains the book's version: a write bumps the version in
   * its own transaction, so a read after a commit uses another key, and nothing is ever invalidated.
   *
   * @param name the kind, the entry and all that it depends on, with a number that is raised when its shape changes
   *   (`dashboard:month:2026-05:1`): during a rollout two releases share the keys.
   */
  get<T>(
    book: OpenBook,
    name: `${BookKind}:${string}`,
    ttlSeconds: number,
    load: (sql: TransactionSql) => Promise<T>,
  ): Promise<T>;
}

export const bookCachePlugin = plugin(
  async (app) => {
    const loading = new Map<string, Promise<string>>();

    async function loadAndKeep<T>(
      book: OpenBook,
      atLeast: bigint,
      name: string,
      ttl: number,
      load: (sql: TransactionSql) => Promise<T>,
    ) {
      const { version, text } = await app.database.readReplica(
        { ...book, version: atLeast },
        async (sql) => ({
          version: await versionOf(sql, book),
          text: toExactJson(await load(sql)),
        }),
      );
      await app.redis.ask((redis) => redis.set(`book:${book.id}:${version}:${name}`, text, 'EX', ttl));
      return text;
    }

    app.decorate('bookCache', {
      async get(book, name, ttl, load) {
        const version = await versionOf(app.database.sql, book);
        const key = `book:${book.id}:${version}:${name}`;
        const kept = await app.redis.lookUp(kindOf(name), key);
        if (kept) return fromExactJson(kept);
        // Concurrent requests for a version share one load: its result is as new as that version, or newer.
        const pending =
          loading.get(key) ?? loadAndKeep(book, version, name, ttl, load).finally(() => loading.delete(key));
        loading.set(key, pending);
        return fromExactJson(await pending);
      },
    } satisfies BookCache);
  },
  { name: 'book-cache', dependencies: ['postgres', 'redis'] },
);

function kindOf(name: `${BookKind}:${string}`): BookKind {
  return name.slice(0, name.indexOf(':')) as BookKind;
}

/** Reads the book's version; inside a transaction that of its snapshot. */
async function versionOf(sql: Sql | TransactionSql, book: OpenBook): Promise<bigint> {
  const [row] = await sql<
    { version: bigint | null }[]
  >`select book_version(${book.session}, ${book.id}) as version`;
  if (row?.version == null) throw new NotOpenError();
  return row.version;
}
