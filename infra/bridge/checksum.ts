import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { type KubeObject, podTemplatePath } from '../manifests/object.ts';

/** Contents of one ConfigMap or Secret, with values in the place of tokens. */
export type Contents = Readonly<Record<string, pulumi.Input<unknown>>>;

/** The fields of a ConfigMap or Secret that pods read. */
export function contentsOf(lifted: pulumi.Inputs): Contents {
  const { data, stringData, binaryData } = lifted;
  return { data, stringData, binaryData };
}

/**
 * Checksum over everything that a pod reads, as plain text. That is safe: it covers all contents together, so one long
 * random value among them keeps the short ones from being guessed.
 */
export function checksum(contents: Readonly<Record<string, Contents>>): pulumi.Output<string> {
  const digest = pulumi
    .output(contents)
    .apply((known) => createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 16));
  return pulumi.unsecret(digest);
}

/**
 * Writes a checksum into the annotations of the pod template, so that pods are replaced when it changes. Objects without a
 * template stay as they are: a bare Pod keeps running.
 */
export function withChecksum(
  manifest: KubeObject,
  lifted: pulumi.Inputs,
  annotation: string,
  value: pulumi.Input<string>,
): pulumi.Inputs {
  const path = podTemplatePath(manifest);
  if (path === undefined || path.length === 0) return lifted;
  return setAt(lifted, [...path, 'metadata', 'annotations', annotation], value);
}

function setAt(
  object: pulumi.Inputs,
  [field = '', ...rest]: readonly string[],
  value: pulumi.Input<string>,
): pulumi.Inputs {
  return { ...object, [field]: rest.length === 0 ? value : setAt(object[field] ?? {}, rest, value) };
}
