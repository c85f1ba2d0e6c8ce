import { built, serving, toServing } from '../config.ts';
import { type Environment, origin, read, text, type Variable } from '../environment-variable-parsers.ts';

/** ConfigMap `frontend`. */
const variables = {
  ...serving,
  /** Origin of the app. */
  UPSTREAM: { parse: origin },
  /** PEM file with the authorities that may sign the app's certificate; without one, those that Node trusts. */
  UPSTREAM_CA_FILE: text(''),
} satisfies Record<string, Variable<unknown>>;

/** Names of the variables that the frontend reads from it. */
export const frontendVariableNames = Object.keys(variables);

/** Configuration of the frontend. */
export type FrontendConfig = ReturnType<typeof readFrontendConfig>;

export function readFrontendConfig(environment: Environment) {
  const values = read(environment, { ...variables, ...built });
  return {
    ...toServing(values),
    upstream: values.UPSTREAM.origin,
    ...(values.UPSTREAM_CA_FILE !== '' && { upstreamCaFile: values.UPSTREAM_CA_FILE }),
    uploadMaxBytes: values.UPLOAD_MAX_BYTES,
  };
}
