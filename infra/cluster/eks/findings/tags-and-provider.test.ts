import { eachIsFound, forget, set } from '../testing/mutate-registrations-and-expect-findings.ts';

const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate finance-node';

eachIsFound([
  {
    broken: 'nodes without the tags of their owner',
    at: TEMPLATE,
    how: set('tagSpecifications', []),
    found: 'makes nodes and disks that do not say whose they are',
  },
  {
    broken: 'a missing tag',
    at: 'aws:ec2/vpc:Vpc finance',
    how: set('tags', {}),
    found: 'does not say what it is part of',
  },
  {
    broken: 'a provider without tags',
    at: 'pulumi:providers:aws',
    how: set('defaultTags', undefined),
    found: 'does not say whose its resources are',
  },
  {
    broken: 'a provider for any account',
    at: 'pulumi:providers:aws',
    how: set('allowedAccountIds', undefined),
    found: 'works in any account',
  },
  {
    broken: 'a provider for any region',
    at: 'pulumi:providers:aws',
    how: set('region', undefined),
    found: 'takes the region of whoever runs it',
  },
  {
    broken: 'a component that is not told of our provider',
    at: 'eks:index:Cluster finance',
    how: forget('pulumi:providers:aws'),
    found: 'makes what is in it by the provider of whoever runs it',
  },
]);
