/** A secret value that a manifest refers to by its token, and the source of the value. */
export interface DeclaredValue {
  /** Name in the manifest, for example `database.password`. */
  readonly token: string;
  readonly made:
    | { readonly by: 'random'; readonly length: number; readonly rotation: number }
    | { readonly by: 'setting'; readonly path: SettingName }
    | IssuedPart
    /** Output of a cloud resource that is created with the platform; `token` names the output. */
    | { readonly by: 'resource' };
}

/** The certificate of a holder, or the private key for it. */
export interface IssuedPart {
  readonly by: 'certificate';
  readonly part: 'certificate' | 'key';
  readonly holder: Holder;
  /** Rotation number: every round has an authority of its own, which signs the servers of that round. */
  readonly round: number;
}

/** Holder of a certificate. */
export interface Holder {
  /** Name of the holder, and of its tokens: `authority`, or that of a server. */
  readonly name: string;
  /** Names that clients call a server by; none for the authority. */
  readonly dnsNames: readonly string[];
  /** Addresses that people call a server by. @default none */
  readonly ipAddresses?: readonly string[];
}

/** A value that only people know, from the settings. */
export type SettingName =
  | 'databaseOwnerUser'
  | 'databaseOwnerPassword'
  | 'databaseMetricsUser'
  | 'databaseMetricsPassword'
  | 'smtpUser'
  | 'smtpPassword'
  | 'objectStoreKeyId'
  | 'objectStoreKey'
  | 'alertWebhook';
