/** A query of ours that an exporter of Postgres runs for its metrics. */
export interface ExporterQuery {
  readonly query: string;
  /** Databases in which CloudNativePG's exporter runs the query. @default the app's */
  readonly target_databases?: readonly string[];
  /** Kind and description of each column, by its name. */
  readonly metrics: ReadonlyArray<
    Readonly<Record<string, { readonly usage: 'GAUGE' | 'COUNTER' | 'LABEL'; readonly description: string }>>
  >;
}
