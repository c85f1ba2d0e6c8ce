import { canonicalQuantity } from '../../manifests/quantity.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * The pod of a Job as the API server stores it: with the defaults that it fills in, quantities in its own spelling, and
 * without empty texts, which it drops.
 *
 * Source: defaults.go and quantity.go of Kubernetes 1.36.
 */
export function storedPod(pod: Json): Json {
  const { containers, initContainers, volumes, serviceAccountName } = pod;
  return {
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    ...pod,
    serviceAccount: serviceAccountName, // its former name
    containers: each(containers, storedContainer),
    ...(initContainers !== undefined && { initContainers: each(initContainers, storedContainer) }),
    volumes: each(volumes, storedVolume),
  };
}

function storedContainer({ resources, env, ...container }: Json): Json {
  const { requests, limits } = resources as Readonly<Record<'requests' | 'limits', Quantities>>;
  return {
    terminationMessagePath: '/dev/termination-log',
    ...container,
    ...(env !== undefined && { env: each(env, withoutEmpty) }),
    resources: { requests: storedQuantities(requests), limits: storedQuantities(limits) },
  };
}

type Quantities = Readonly<Record<string, string>>;

function storedQuantities(quantities: Quantities): Quantities {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, amount]) => [name, canonicalQuantity(amount)]),
  );
}

function withoutEmpty({ value, ...variable }: Json): Json {
  return { ...variable, ...(value !== undefined && value !== '' && { value }) };
}

function storedVolume({ configMap, secret, emptyDir, ...volume }: Json): Json {
  const { sizeLimit } = (emptyDir ?? {}) as { readonly sizeLimit?: string };
  return {
    ...volume,
    ...withMode({ configMap, secret }),
    ...(emptyDir !== undefined && {
      emptyDir: { ...emptyDir, ...(sizeLimit !== undefined && { sizeLimit: canonicalQuantity(sizeLimit) }) },
    }),
  };
}

function withMode(files: Json): Json {
  const given = Object.entries(files).filter(([, source]) => source !== undefined);
  return Object.fromEntries(
    given.map(([kind, source]) => [kind, { defaultMode: 0o644, ...(source as Json) }]),
  );
}

function each(list: unknown, stored: (item: Json) => Json): readonly Json[] {
  return ((list ?? []) as readonly Json[]).map(stored);
}
