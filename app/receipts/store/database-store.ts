import { PART_BYTES, type ReceiptStore } from './store-interface.ts';

/** Keeps files in the table `receipt_part`, whose policies decide who sees which. */
export function databaseStore(): ReceiptStore {
  return {
    async put(sql, hash, bytes) {
      // The driver's own way of sending bytes takes twice the memory.
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
      await sql`
        insert into receipt_part (hash, number, bytes)
        select decode(${hash}, 'hex'), number, substring(whole from number * ${PART_BYTES} + 1 for ${PART_BYTES})
        from (select decode(${text}, 'base64') as whole) file,
          generate_series(0, ${Math.ceil(bytes.length / PART_BYTES) - 1}::int) number
        on conflict do nothing`;
    },
    async get(sql, hash, part) {
      const [row] = await sql<{ bytes: Buffer }[]>`
        select bytes from receipt_part where hash = decode(${hash}, 'hex') and number = ${part}`;
      return row?.bytes;
    },
    async delete(sql, hash) {
      await sql`select worker.drop_receipt_parts(${hash})`;
    },
    async list(sql) {
      const rows = await sql<{ hash: string; bytes: number }[]>`select * from worker.stored_receipt_files()`;
      return new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
    },
  };
}
