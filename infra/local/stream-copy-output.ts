import { once } from 'node:events';
import type { TransactionSql } from '../../app/database/connect.ts';

/**
 * Bytes that a statement `copy … to stdout` gives. Whoever stops reading waits until the rest has come, since the connection
 * serves nothing else before.
 */
export async function* copied(sql: TransactionSql, statement: string): AsyncIterable<Uint8Array> {
  const out = await sql.unsafe(statement).readable();
  // The driver pauses its connection while nobody reads, and leaves it so when the last bytes come meanwhile.
  out.once('end', () => out._read(0));
  try {
    yield* out.iterator({ destroyOnReturn: false });
  } finally {
    if (!out.readableEnded && !out.destroyed) {
      out.resume();
      await once(out, 'end');
    }
  }
}
