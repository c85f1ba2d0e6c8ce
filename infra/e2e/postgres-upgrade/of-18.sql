
CREATE FUNCTION pg_catalog.uuidv7() RETURNS uuid LANGUAGE sql VOLATILE AS
  'select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, ''0'') || ''7'' ||
    substr(replace(gen_random_uuid()::text, ''-'', ''''), 14))::uuid';

CREATE FUNCTION pg_catalog.casefold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'select lower($1)';

CREATE COLLATION pg_catalog.pg_unicode_fast (provider = builtin, locale = 'C.UTF-8');

