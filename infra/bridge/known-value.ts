import * as pulumi from '@pulumi/pulumi';

/** Resolves to the value of an input, once it has one. */
export function known<T>(input: pulumi.Input<T>): Promise<T> {
  return new Promise((resolve) => pulumi.output(input).apply((value) => resolve(value as T)));
}

/** Resolves to whether an output gets a value in this run; in a preview many do not. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown; // missing from the public types
}
