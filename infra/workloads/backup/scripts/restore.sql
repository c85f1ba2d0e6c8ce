-- An empty database :new with the rights that database :old gives.
SET client_min_messages = warning;
DROP DATABASE IF EXISTS :"new" WITH (FORCE); -- left by a restore that failed
CREATE DATABASE :"new" TEMPLATE template0;
REVOKE ALL ON DATABASE :"new" FROM PUBLIC;
SELECT format('GRANT %s ON DATABASE %I TO %I', privilege_type, :'new', grantee::regrole::text)
  FROM pg_database, aclexplode(datacl)
  WHERE datname = :'old' AND grantee NOT IN (0, datdba) \gexec
