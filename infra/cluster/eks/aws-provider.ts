import { Provider } from '@pulumi/aws/provider.js';
import type * as pulumi from '@pulumi/pulumi';

export interface AwsPlace {
  readonly region: string;
  /** The only account that it touches. */
  readonly account: string;
  /** On every resource, so that bills can be split. */
  readonly ownerTags: Readonly<Record<string, string>>;
}

/** How Pulumi talks to AWS: with whichever credentials the environment has, in one region of one account. */
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
