import { groupOf, listOf } from './object.ts';
import { type Add, each } from './references-of-pods.ts';

/** A manifest of any shape; tests check the references that are read from it. */
// biome-ignore lint/suspicious/noExplicitAny: a typed view of every kind would say the API's schema again
export type Loose = Record<string, any>;

/** References of kinds, except for those of their pods. */
export const BY_KIND: Readonly<Record<string, (object: Loose, add: Add) => void>> = {
  StatefulSet({ spec }, add) {
    add('Service', spec.serviceName, 'spec.serviceName');
    each(spec.volumeClaimTemplates, 'spec.volumeClaimTemplates', (claim: Loose, at) =>
      add('StorageClass', claim.spec?.storageClassName, `${at}.spec.storageClassName`, STORAGE_CLASS),
    );
  },
  PersistentVolumeClaim({ spec }, add) {
    add('StorageClass', spec.storageClassName, 'spec.storageClassName', STORAGE_CLASS);
  },
  ServiceAccount(account, add) {
    each(account.secrets, 'secrets', (secret: Loose, at) => add('Secret', secret.name, at));
    each(account.imagePullSecrets, 'imagePullSecrets', (secret: Loose, at) => add('Secret', secret.name, at));
  },
  Ingress({ metadata, spec }, add) {
    const names: string = String(metadata.annotations?.[MIDDLEWARES] ?? '');
    each(names.match(/[^, ]+(?=@kubernetescrd)/g) ?? [], MIDDLEWARES, (name, at) =>
      // Traefik writes `namespace-name`, and the namespace may contain a dash too.
      add('Middleware', name.replace(`${metadata.namespace}-`, ''), at, { group: 'traefik.io' }),
    );
    add('IngressClass', spec.ingressClassName, 'spec.ingressClassName', {
      group: 'networking.k8s.io',
      optional: true,
    });
    // The Secret is created after the Ingress, by cert-manager or by hand.
    each(spec.tls, 'spec.tls', ({ secretName }: Loose, at) =>
      add('Secret', secretName, at, { optional: true }),
    );
    add('Service', spec.defaultBackend?.service?.name, 'spec.defaultBackend.service');
    each(spec.rules, 'spec.rules', ({ http }: Loose, rule) =>
      each(http?.paths, `${rule}.http.paths`, ({ backend }: Loose, at) =>
        add('Service', backend?.service?.name, `${at}.backend.service`),
      ),
    );
  },
  Gateway({ spec }, add) {
    add('GatewayClass', spec.gatewayClassName, 'spec.gatewayClassName', {
      group: 'gateway.networking.k8s.io',
      optional: true,
    });
    each(spec.listeners, 'spec.listeners', ({ tls }: Loose, listener) =>
      each(tls?.certificateRefs, `${listener}.tls.certificateRefs`, ({ name }: Loose, at) =>
        add('Secret', name, at, { optional: true }),
      ),
    );
  },
  Certificate({ spec }, add) {
    const issuerRef: Loose = spec.issuerRef ?? {};
    // Cluster-wide issuers are not ours to create.
    add(issuerRef.kind ?? 'Issuer', issuerRef.name, 'spec.issuerRef', {
      group: issuerRef.group ?? 'cert-manager.io',
      optional: issuerRef.kind === 'ClusterIssuer',
    });
  },
  Cluster({ spec }, add) {
    add('Secret', spec.bootstrap?.initdb?.secret?.name, 'spec.bootstrap.initdb.secret');
    add('StorageClass', spec.storage?.storageClass, 'spec.storage.storageClass', STORAGE_CLASS);
    add('PriorityClass', spec.priorityClassName, 'spec.priorityClassName', PRIORITY_CLASS);
    each(spec.managed?.roles, 'spec.managed.roles', ({ passwordSecret }: Loose, at) =>
      add('Secret', passwordSecret?.name, `${at}.passwordSecret`),
    );
    each(
      spec.monitoring?.customQueriesConfigMap,
      'spec.monitoring.customQueriesConfigMap',
      (
        { name, key }: Loose,
        at, // The operator creates its own one.
      ) => add('ConfigMap', name, at, { key, optional: name === 'cnpg-default-monitoring' }),
    );
    each(spec.plugins, 'spec.plugins', ({ parameters }: Loose, at) =>
      add('ObjectStore', parameters?.barmanObjectName, `${at}.parameters.barmanObjectName`, BARMAN),
    );
  },
  ScheduledBackup({ spec }, add) {
    add('Cluster', spec.cluster?.name, 'spec.cluster', { group: 'postgresql.cnpg.io' });
  },
  ObjectStore({ spec }, add) {
    const { s3Credentials, endpointCA } = spec.configuration ?? {};
    for (const [part, secret] of Object.entries<Loose>({ ...s3Credentials }))
      add('Secret', secret?.['name'], `spec.configuration.s3Credentials.${part}`, { key: secret?.['key'] });
    add('Secret', endpointCA?.name, 'spec.configuration.endpointCA', { key: endpointCA?.key });
  },
  ExternalSecret({ spec }, add) {
    const { kind = 'SecretStore', name }: Loose = spec.secretStoreRef ?? {};
    // Cluster-wide stores are not ours to create.
    add(kind, name, 'spec.secretStoreRef', {
      group: 'external-secrets.io',
      optional: kind === 'ClusterSecretStore',
    });
  },
  Application({ spec }, add) {
    add('AppProject', spec.project, 'spec.project', { group: 'argoproj.io', optional: true });
  },
  AlertmanagerConfig({ spec }, add) {
    each(spec.receivers, 'spec.receivers', ({ webhookConfigs, emailConfigs }: Loose, at) =>
      each([...listOf(webhookConfigs), ...listOf(emailConfigs)], at, ({ urlSecret, authPassword }: Loose) => {
        const secret = urlSecret ?? authPassword;
        add('Secret', secret?.name, at, { key: secret?.key });
      }),
    );
  },
  HTTPRoute: ofRoute,
  GRPCRoute: ofRoute,
  HorizontalPodAutoscaler({ spec }, add) {
    const { kind = '', name, apiVersion = '' }: Loose = spec.scaleTargetRef ?? {};
    add(kind, name, 'spec.scaleTargetRef', { group: groupOf({ apiVersion: String(apiVersion) }) });
  },
  RoleBinding: ofBinding,
  ClusterRoleBinding: ofBinding,
  ValidatingAdmissionPolicyBinding({ spec }, add) {
    add('ValidatingAdmissionPolicy', spec.policyName, 'spec.policyName', {
      group: 'admissionregistration.k8s.io',
    });
  },
  APIService({ spec }, add) {
    add('Service', spec.service?.name, 'spec.service', spec.service);
  },
  MutatingWebhookConfiguration: ofWebhooks,
  ValidatingWebhookConfiguration: ofWebhooks,
};

function ofRoute({ spec }: Loose, add: Add): void {
  each(spec.parentRefs, 'spec.parentRefs', (parent: Loose, at) =>
    add(parent.kind ?? 'Gateway', parent.name, at, {
      group: parent.group ?? 'gateway.networking.k8s.io',
      namespace: parent.namespace,
      optional: true,
    }),
  );
  each(spec.rules, 'spec.rules', ({ backendRefs }: Loose, rule) =>
    each(backendRefs, `${rule}.backendRefs`, (to: Loose, at) =>
      add(to.kind ?? 'Service', to.name, at, { group: to.group ?? '', namespace: to.namespace }),
    ),
  );
}

function ofBinding({ roleRef, subjects }: Loose, add: Add): void {
  add(roleRef?.kind, roleRef?.name, 'roleRef', { group: roleRef?.apiGroup });
  each(subjects, 'subjects', (subject: Loose, at) => {
    if (subject.kind === 'ServiceAccount')
      add(subject.kind, subject.name, at, { namespace: subject.namespace });
  });
}

function ofWebhooks({ webhooks }: Loose, add: Add): void {
  each(webhooks, 'webhooks', ({ clientConfig }: Loose, at) =>
    add('Service', clientConfig?.service?.name, `${at}.clientConfig.service`, {
      namespace: clientConfig?.service?.namespace,
    }),
  );
}

const MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';
const BARMAN = { group: 'barmancloud.cnpg.io' };
const PRIORITY_CLASS = { group: 'scheduling.k8s.io', optional: true };
const STORAGE_CLASS = { group: 'storage.k8s.io', optional: true };
