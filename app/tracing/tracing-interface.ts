import type { Sql } from '../database/connect.ts';

/** Hooks for code that wants to be traced. */
export interface Tracing {
  /** Wraps a pool so that its statements become spans of the current request. */
  statements(sql: Sql): Sql;
  /** Runs work outside of any request, as a root span. */
  work<T>(name: string, run: () => Promise<T>): Promise<T>;
}
