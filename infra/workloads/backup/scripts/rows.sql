-- Lists the contents of a database, one fact a line. Two databases with the same lines have the same rows.
--
--   rows public.posting 1204 -8223372036854775807    a table, how many rows, and the sum of a hash of each
--   ledger <book> EUR 310 0 9120055                  a book's postings in a currency: how many, sum, sum of sizes
--   unbalanced 0                                     transactions whose postings do not sum to zero
SET row_security = off; -- who must not see every row fails here, and does not count some of them
SET timezone = 'UTC';
SET datestyle = 'ISO, YMD';
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '

SELECT format(
    'SELECT ''rows'', %L, count(*), coalesce(sum(hashtextextended(r::text, 0)), 0) FROM %I.%I AS r',
    nspname || '.' || relname, nspname, relname)
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind = 'r' AND nspname !~ '^(pg_|information_schema$)' AND (nspname, relname) NOT IN (('public', 'session'), ('public', 'device'), ('public', 'invitation'), ('public', 'password_reset'), ('public', 'api_token'))
  ORDER BY nspname, relname \gexec

SELECT 'ledger', book_id, currency, count(*), sum(amount_minor), sum(abs(amount_minor))
  FROM public.posting GROUP BY book_id, currency ORDER BY book_id, currency;

SELECT 'unbalanced', count(*) FROM (
  SELECT FROM public.posting GROUP BY book_id, transaction_id, currency HAVING sum(amount_minor) <> 0) AS t;
