import * as v from 'valibot';
import type { Settings } from '../../settings/schema.ts';

/** An AWS bucket that Velero keeps backups in. */
export interface VeleroBucket {
  readonly bucket: string;
  /** Folder in the bucket. */
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
}

/** AWS buckets in the values of Velero's chart; without those of other S3-compatible stores. */
export function veleroBuckets({ addOns }: Pick<Settings, 'addOns'>): readonly VeleroBucket[] {
  const { output, success } = v.safeParse(values, addOns.velero?.values);
  if (!success) return [];
  return output.configuration.backupStorageLocation
    .filter(({ provider, config }) => /^(?:velero\.io\/)?aws$/.test(provider) && config?.s3Url === undefined)
    .map(({ bucket, prefix, config }) => ({ bucket, prefix, region: config?.region }));
}

/** Service account of Velero's server, as the chart names it. */
export function veleroAccount({ addOns }: Pick<Settings, 'addOns'>): string {
  const { output, success } = v.safeParse(named, addOns.velero?.values);
  return success ? output.serviceAccount.server.name : 'velero-server';
}

/** Chart values that are read here. */
const values = v.object({
  configuration: v.object({
    backupStorageLocation: v.array(
      v.object({
        provider: v.string(),
        bucket: v.string(),
        prefix: v.optional(v.string()),
        config: v.optional(v.object({ region: v.optional(v.string()), s3Url: v.optional(v.string()) })),
      }),
    ),
  }),
});
const named = v.object({ serviceAccount: v.object({ server: v.object({ name: v.string() }) }) });
