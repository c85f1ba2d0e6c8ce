import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import type * as pulumi from '@pulumi/pulumi';
import { type Statement, serviceRole } from './service-role.ts';
import { tagsOf } from './tags.ts';

export interface FlowLogArgs {
  readonly name: string;
  readonly vpcId: pulumi.Input<string>;
  readonly retentionDays: number;
}

/** Logs the connections that the network rejected, with their addresses. */
export function flowLog({ name, vpcId, retentionDays }: FlowLogArgs, opts: pulumi.CustomResourceOptions) {
  const tags = tagsOf('network', `${name}-flow-log`);
  const group = new LogGroup(`${name}-flow-log`, { retentionInDays: retentionDays, tags }, opts);
  const role = serviceRole(
    {
      name: `${name}-flow-log`,
      service: 'vpc-flow-logs.amazonaws.com',
      component: 'network',
      statements: group.arn.apply((arn): readonly Statement[] => [
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${arn}:*` },
        { Effect: 'Allow', Action: ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'], Resource: '*' },
      ]),
    },
    opts,
  );
  new FlowLog(
    `${name}-flow-log`,
    { vpcId, trafficType: 'REJECT', logDestination: group.arn, iamRoleArn: role.arn, tags },
    { ...opts, dependsOn: [...role.ready] },
  );
}
