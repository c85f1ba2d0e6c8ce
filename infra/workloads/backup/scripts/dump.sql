-- One snapshot for all of it: what is counted is what is dumped, while people go on working.
SET idle_in_transaction_session_timeout = 0; -- it waits for pg_dump here
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\getenv part PART

-- Sessions, devices and links are left out: a restore would sign in again people who signed out since, know forgotten
-- devices again, and open links that were used or taken back.
\! pg_dump --snapshot "$SNAPSHOT" --format custom --exclude-extension pg_stat_statements --exclude-table-data public.session --exclude-table-data public.device --exclude-table-data public.invitation --exclude-table-data public.password_reset --exclude-table-data public.api_token --file "$PART/dump"
\if :SHELL_ERROR
DO 'BEGIN RAISE ''pg_dump failed''; END';
\endif
\! sh "$SCRIPTS/schema.sh" "$PART/schema.sql" --snapshot "$SNAPSHOT"
\if :SHELL_ERROR
DO 'BEGIN RAISE ''pg_dump of the schema failed''; END';
\endif

\set rows :part '/rows.txt'
\set roles :part '/roles.txt'
\set files :part '/files.txt'
\out :rows
\ir rows.sql
\out :files
\ir files.sql
\out :roles
SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND NOT rolsuper ORDER BY 1;
\out
COMMIT;
