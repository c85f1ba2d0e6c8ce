import { serving, toServing } from '../config.ts';
import { type Environment, origin, read, type Variable } from '../environment.ts';

/** ConfigMap `frontend`. */
const variables = {
  ...serving,
  /** Origin of the app. */
  UPSTREAM: { parse: origin },
} satisfies Record<string, Variable<unknown>>;

/** Names of all variables that the frontend reads. */
export const frontendVariableNames = Object.keys(variables);

/** Configuration of the frontend. */
export type FrontendConfig = ReturnType<typeof readFrontendConfig>;

export function readFrontendConfig(environment: Environment) {
  const values = read(environment, variables);
  return {
    ...toServing(values),
    upstream: values.UPSTREAM.origin,
    uploadMaxBytes: values.UPLOAD_MAX_BYTES,
  };
}
