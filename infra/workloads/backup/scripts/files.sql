-- Lists the files of receipts that the database needs, or that an undo brings back: SHA-256 and size of each.
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '
SELECT to_regclass('backup.receipt_file') IS NOT NULL AS has_receipts \gset
\if :has_receipts
SELECT hash, bytes FROM backup.receipt_file ORDER BY hash;
\endif
