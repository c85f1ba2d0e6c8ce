-- Answers that are cached under a version that the books had after the dump must never be found again.
\connect :new
DO $$
DECLARE one uuid;
BEGIN
  FOR one IN SELECT id FROM book LOOP
    PERFORM set_config('app.book_id', one::text, true);
    UPDATE book SET version = version + (extract(epoch FROM clock_timestamp()) * 1000)::bigint WHERE id = one;
  END LOOP;
END $$;

\connect postgres
BEGIN;
SELECT count(pg_terminate_backend(pid, 5000)) AS signed_off FROM pg_stat_activity
  WHERE datname IN (:'old', :'new') AND usesysid IN (SELECT oid FROM pg_roles WHERE NOT rolsuper) \gset
ALTER DATABASE :"old" RENAME TO :"kept";
ALTER DATABASE :"new" RENAME TO :"old";
COMMIT;
