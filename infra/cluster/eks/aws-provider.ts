import { Provider } from '@pulumi/aws/provider.js';
import type * as pulumi from '@pulumi/pulumi';

export interface AwsPlace {
  readonly region: string;
  /** The only account to work in. */
  readonly account: string;
  /** Tags on every resource, for cost allocation. */
  readonly ownerTags: Readonly<Record<string, string>>;
}

/** The AWS provider: uses the credentials of the environment, in one region of one account. */
export function awsProvider(
  { region, account, ownerTags }: AwsPlace,
  opts?: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    'aws',
    { region, allowedAccountIds: [account], defaultTags: { tags: ownerTags } },
    opts,
  );
}
