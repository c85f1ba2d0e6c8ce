-- Lists the files of receipts that this database has as a whole, by the SHA-256 of their bytes.
SET row_security = off; -- who must not see every row fails here, and does not miss some of them
SET enable_hashagg = off; -- parts come by the index, file by file, and are never sorted
SET enable_sort = off;
\pset format unaligned
\pset tuples_only on
SELECT to_regclass('public.receipt_part') IS NOT NULL AS has_receipts \gset
\if :has_receipts
SELECT encode(hash, 'hex') FROM public.receipt_part GROUP BY hash
  HAVING sha256(string_agg(bytes, '' ORDER BY number)) = hash;
\endif
