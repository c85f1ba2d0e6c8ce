import { connect, type Sql } from '../../app/database/connect.ts';
import { HOST, SUPERUSER_NAME } from './postgres.ts';

/** Connects to a database on this machine as the superuser, who alone sees every row; statements may take any time. */
export function connectAsSuperuser(name: string, port: number, password: string): Sql {
  const patient = { statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const config = { host: HOST, port, name, poolSize: 1, user: SUPERUSER_NAME, password };
  return connect(config, {
    connection: { application_name: 'finance-copy', ...patient },
    max_lifetime: null,
  });
}
