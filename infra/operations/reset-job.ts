/** What is read of the CronJob that it is made from. */
export interface ResetCronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly object[] } } };
    };
  };
}

/**
 * The Job that makes a link to a new password. Others may read it and its log, so it has the hash of what the link holds
 * and not the link; it goes with the hour in which the link can be used.
 *
 * @param hash of what the link holds, in hexadecimal digits
 */
export function resetJob({ spec }: ResetCronJob, name: string, address: string, hash: string) {
  const { spec: job } = spec.jobTemplate;
  const pod = job.template.spec;
  // Kubernetes would put a variable of the container in the place of $(NAME).
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
