import * as v from 'valibot';
import type { Settings } from '../../settings/schema.ts';

/** A bucket of AWS that Velero keeps copies in. */
export interface VeleroBucket {
  readonly bucket: string;
  /** Folder in it. */
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
}

/** Those among the values of its chart; not the ones of other stores that only speak as S3 does. */
export function veleroBuckets({ addOns }: Pick<Settings, 'addOns'>): readonly VeleroBucket[] {
  const { output, success } = v.safeParse(values, addOns.velero?.values);
  if (!success) return [];
  return output.configuration.backupStorageLocation
    .filter(({ provider, config }) => /^(?:velero\.io\/)?aws$/.test(provider) && config?.s3Url === undefined)
    .map(({ bucket, prefix, config }) => ({ bucket, prefix, region: config?.region }));
}

/** The account of its server, as the chart names it. */
export function veleroAccount({ addOns }: Pick<Settings, 'addOns'>): string {
  const { output, success } = v.safeParse(named, addOns.velero?.values);
  return success ? output.serviceAccount.server.name : 'velero-server';
}

/** As far as it is read here. */
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
