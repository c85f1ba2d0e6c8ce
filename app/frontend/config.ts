import { serving, toServing } from '../config.ts';
import { type Environment, origin, read, type Variable } from '../environment.ts';

/** ConfigMap `frontend`. */
const variables = {
  ...serving,
  /** Where the app is, without a path. */
  UPSTREAM: { parse: origin },
} satisfies Record<string, Variable<unknown>>;

/** Every name that the frontend reads. */
export const frontendVariableNames = Object.keys(variables);

/** Everything the frontend knows about its surroundings. */
export type FrontendConfig = ReturnType<typeof readFrontendConfig>;

export function readFrontendConfig(environment: Environment) {
  const values = read(environment, variables);
  return {
    ...toServing(values),
    upstream: values.UPSTREAM.origin,
    uploadMaxBytes: values.UPLOAD_MAX_BYTES,
  };
}
