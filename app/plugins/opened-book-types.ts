/**
 * A book opened with a session. The database looks up the session and decides what its person may read and change
 * there; no other input of a statement affects that.
 */
export interface OpenBook {
  readonly id: string;
  /** Hash of the session's token, 32 bytes. */
  readonly session: Buffer;
}

/** An open book at a known version: reads must see at least this version. */
export interface KnownBook extends OpenBook {
  readonly version: bigint;
}

/** A book opened with a personal token, to import into it. */
export interface BookToImport {
  readonly id: string;
  /** Hash of the token, 32 bytes. */
  readonly token: Buffer;
}
