/** Fields that are read of the CronJob that the Job is made from. */
export interface ResetCronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly object[] } } };
    };
  };
}

/**
 * The Job that creates a password-reset link. Others may read the Job and its log, so it gets the hash of the link's token,
 * not the token. It is deleted after the hour in which the link is valid.
 *
 * @param hash of the link's token, in hexadecimal digits
 */
export function passwordResetJob({ spec }: ResetCronJob, name: string, address: string, hash: string) {
  const { spec: job } = spec.jobTemplate;
  const pod = job.template.spec;
  // Kubernetes would replace $(NAME) by a variable of the container.
  const args = [address.replaceAll('$(', '$$$$('), hash];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      ...job,
      ttlSecondsAfterFinished: 3600,
      template: {
        ...job.template,
        spec: { ...pod, containers: pod.containers.map((container) => ({ ...container, args })) },
      },
    },
  };
}
