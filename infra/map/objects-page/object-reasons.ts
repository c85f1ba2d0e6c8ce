/** The reason for an object, in sentences of plain text. */
export interface Reason {
  readonly why: string;
  /** What breaks without it. */
  readonly without: string;
}

export interface Phase {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
}

/**
 * The reasons for the objects of the tour by their addresses (`Kind namespace/name`), where `*` stands for any part of a kind or a
 * name. The first address that fits an object is taken, so those of several objects come last.
 */
export const REASONS: Readonly<Record<string, Reason>> = {
  'Namespace monitoring': {
    why: 'Keeps the pods that watch apart from those that are watched, with a quota, fence and roles of their own.',
    without: 'None of the objects in it can be made: nobody measures, and no alert fires.',
  },
  'Namespace finance': {
    why: 'Holds the app and its data. Its labels have Kubernetes refuse pods that run as root or reach into their node.',
    without: 'None of the objects in it can be made.',
  },

  'ConfigMap finance/web': {
    why: 'The settings of the app that are no secret, as environment variables of the app, its worker and the Jobs that run its image.',
    without: 'None of these pods starts.',
  },
  'NetworkPolicy */deny-all': {
    why: 'Closes every pod of the namespace in both directions. The policies beside it open single paths again.',
    without:
      'Each pod is open in every direction that no other policy names, and a pod that somebody slips in is open in both.',
  },
  'NetworkPolicy finance/web-from-controller': {
    why: 'Lets the pods of the Ingress controller call the app, on its port for pages.',
    without: 'The controller answers in place of the app, with an error such as 502 or 504.',
  },
  'NetworkPolicy */*-to-dns': {
    why: 'Lets these pods ask the DNS of the cluster.',
    without: 'They cannot find any other by its name, and fail with errors about host names.',
  },
  'NetworkPolicy */*-to-api-server': {
    why: 'Lets these pods call the API server.',
    without: 'They cannot list what they report on or look for, so metrics and alerts stay away.',
  },
  'NetworkPolicy monitoring/prometheus-to-kubelets': {
    why: 'Lets Prometheus read CPU, memory and volumes from the kubelet of each node.',
    without: 'VolumeNearlyFull cannot fire. TargetDown does, for each node.',
  },
  'NetworkPolicy monitoring/alertmanager-from-prometheus': {
    why: 'Lets Prometheus hand its alerts to Alertmanager, and read the metrics of that.',
    without: 'Alerts fire and reach nobody. Prometheus alone shows them.',
  },
  'NetworkPolicy */*-from-prometheus': {
    why: 'Lets Prometheus read the metrics of these pods.',
    without: 'They count as down: TargetDown fires, and the alerts made of their metrics do not.',
  },
  'NetworkPolicy */*-to-*': {
    why: 'Lets the first pod call the second, on the one port that this takes. The second has a policy that accepts it.',
    without: 'The first cannot connect: it waits, or is refused, as the network plug-in has it.',
  },
  'NetworkPolicy */*-from-*': {
    why: 'Lets the first pod be called by the second: the other half of the path.',
    without: 'The second cannot connect, although its own policy allows it.',
  },
  'PriorityClass finance-data': {
    why: 'Puts the database first: on a full cluster, less important pods leave a node to make room for it.',
    without: 'Kubernetes makes no pod that names it: the database does not start.',
  },
  'PriorityClass finance-app': {
    why: 'Puts the app, its worker and the migration behind the database and before the cache. It moves nobody.',
    without: 'Kubernetes makes no pod that names it: the app does not start.',
  },
  'PriorityClass finance-cache': {
    why: 'Puts the cache last of the three: all that it holds can be made again.',
    without: 'Kubernetes makes no pod that names it: the cache does not start.',
  },
  'ResourceQuota */quota': {
    why: 'Caps the sum of CPU, memory, pods and storage that the namespace may take.',
    without: 'One mistake in the namespace can take the room of everybody else on the cluster.',
  },
  'LimitRange */defaults': {
    why: 'Gives containers without limits small ones. The quota refuses pods that have none.',
    without: 'A pod that somebody starts without limits is refused. Ours state their own.',
  },

  'ConfigMap finance/postgres-access': {
    why: 'pg_hba.conf: who may connect to PostgreSQL and how. From other pods that is with TLS and a password.',
    without: 'The database does not start, because its pod mounts it.',
  },
  'ConfigMap finance/postgres-init': {
    why: 'Scripts that make the roles for the owner, for backups and for metrics, and renew their passwords at each start.',
    without: 'The database does not start, because its pod mounts it.',
  },
  'Service finance/postgres': {
    why: 'The name by which pods find the database.',
    without: 'The name leads nowhere: app, migration, backups and exporter cannot connect.',
  },
  'StatefulSet finance/postgres': {
    why: 'PostgreSQL with its volume, which stays when the StatefulSet is deleted.',
    without: 'Nobody can sign in, and nothing can be read or written. New pods of the app wait for it.',
  },
  'ConfigMap finance/redis': {
    why: 'The configuration of Redis: TLS only, a ceiling for its memory, nothing written to a disk.',
    without: 'The cache does not start, because its pod mounts it.',
  },
  'Service finance/redis': {
    why: 'The name by which the app and the exporter find the cache.',
    without: 'The app goes on as it does without a cache.',
  },
  'Deployment finance/redis': {
    why: 'Redis: keeps balances, sessions and counters of limits at hand, for all pods of the app together.',
    without: 'Pages are slower and never wrong, and each pod of the app counts its limits alone.',
  },

  'ConfigMap finance/backup-scripts': {
    why: 'The scripts that dump, check, restore and compare the database.',
    without: 'Dumps, drills and restores do not start, because their pods mount it.',
  },
  'PersistentVolumeClaim finance/backups': {
    why: 'Asks for the volume on which the dumps are kept, apart from that of the database.',
    without: 'Dumps, drills and restores stay pending, because their pods mount it.',
  },
  'CronJob finance/backup': {
    why: 'Dumps the database each night, with what proves that a dump is whole, and deletes dumps past their age.',
    without: 'No further dump is made. RestoreTooOld tells of it after two days.',
  },
  'CronJob finance/restore-drill': {
    why: 'Restores the newest dump into a server of its own each night, and compares it with what was dumped.',
    without:
      'A dump that cannot be restored is noticed on the day that it is needed. RestoreTooOld tells of it after two days.',
  },
  'CronJob finance/restore': {
    why: 'The Job that restores a dump in place, ready and suspended: it runs when somebody starts it.',
    without: '`npm run restore` has nothing to start.',
  },
  'Job finance/migrate-*': {
    why: 'Brings the schema of the database to the release of the app, once. A change of the Job makes another, under another checksum.',
    without:
      'New pods of the app and the worker wait for a schema that never comes. Those of the release before go on.',
  },
  'CronJob finance/reset-link': {
    why: 'The Job that makes a link for a new password, ready and suspended: it runs when somebody starts it.',
    without: '`npm run person` cannot help anybody who is locked out.',
  },

  'Deployment finance/web': {
    why: 'The app. A rollout starts a new pod before an old one leaves, and each pod waits for the schema first.',
    without: 'Nobody gets a page.',
  },
  'HorizontalPodAutoscaler finance/web': {
    why: 'Sets how many pods of the app run, by their CPU and memory. The Deployment names no number.',
    without: 'The app does not grow under load. In a new cluster it runs as a single pod.',
  },
  'PodDisruptionBudget finance/*': {
    why: 'Lets the drain of nodes take one of these pods at a time.',
    without: 'An upgrade of the nodes can stop all of them at once.',
  },
  'Deployment finance/worker': {
    why: 'Does the work of each night: deletes expired sessions, keys, jobs and drafts.',
    without: 'Pages go on. What has expired stays in the database, and NightlyWorkLate fires.',
  },
  'Service finance/web': {
    why: 'One address in front of all pods of the app that are ready.',
    without: 'The Ingress has nowhere to send anybody, and `kubectl port-forward service/web` fails.',
  },
  'Ingress finance/web': {
    why: 'Leads the host name of the app to its Service.',
    without: 'Nobody reaches the app by its name: the controller answers with 404.',
  },

  'ConfigMap monitoring/alertmanager': {
    why: 'Says who hears of which alerts, and which alerts keep quiet because another explains them.',
    without: 'Alertmanager does not start, because its pod mounts it.',
  },
  'Service monitoring/alertmanager': {
    why: 'The name by which Prometheus finds Alertmanager.',
    without: 'Alerts fire and reach nobody. Prometheus alone shows them.',
  },
  'Deployment monitoring/alertmanager': {
    why: 'Groups alerts, keeps silences and sends them on. Until the settings name a receiver, it only shows them.',
    without: 'As without its Service.',
  },
  'Role* */kube-state-metrics': {
    why: 'Lets kube-state-metrics list workloads and claims in the namespace of the role, and nothing else.',
    without:
      'PodCrashLooping, PodNotReady, JobFailed and AutoscalerAtCeiling cannot fire for that namespace.',
  },
  'ServiceAccount monitoring/kube-state-metrics': {
    why: 'The identity that the roles above are bound to.',
    without: 'Its pod is not made.',
  },
  'Deployment monitoring/kube-state-metrics': {
    why: 'Turns the state of pods, Jobs and autoscalers into metrics.',
    without: 'The same alerts cannot fire for any namespace.',
  },
  'ClusterRole* monitoring-node-state-metrics': {
    why: 'Lets node-state-metrics list nodes, which belong to no namespace, and nothing else.',
    without: 'NodeNotReady and NodeUnderPressure cannot fire.',
  },
  'ServiceAccount monitoring/node-state-metrics': {
    why: 'The identity that the cluster role above is bound to. It is apart, so that the other needs no right in the whole cluster.',
    without: 'Its pod is not made.',
  },
  'Deployment monitoring/node-state-metrics': {
    why: 'Turns the conditions of the nodes into metrics.',
    without: 'The same alerts cannot fire.',
  },
  'ConfigMap finance/postgres-exporter': {
    why: 'Queries of our own: the slowest statements, and the last drill of a restore.',
    without: 'The exporter does not start, because its pod mounts it.',
  },
  'Deployment finance/postgres-exporter': {
    why: 'Turns the statistics of PostgreSQL into metrics, as a role that reads no row of anybody.',
    without: 'DatabaseDown, DatabaseConnectionsHigh and RestoreTooOld cannot fire.',
  },
  'ServiceAccount monitoring/prometheus': {
    why: 'The identity that the roles of Prometheus are bound to.',
    without: 'Its pod is not made.',
  },
  'ClusterRole* monitoring-prometheus': {
    why: 'Lets Prometheus find the nodes and read the metrics of kubelets and API server.',
    without: 'VolumeNearlyFull, AdmissionRefused, ApiCallsForbidden and ExecIntoPod cannot fire.',
  },
  'Role* default/monitoring-prometheus': {
    why: 'Lets Prometheus find the API server, whose endpoints are in the namespace default.',
    without: 'AdmissionRefused, ApiCallsForbidden and ExecIntoPod cannot fire.',
  },
  'Role* */prometheus': {
    why: 'Lets Prometheus find the pods in the namespace of the role.',
    without: 'It reads no metrics of them.',
  },
  'ConfigMap monitoring/prometheus': {
    why: 'The targets of Prometheus, and all alerts with their runbooks.',
    without: 'Prometheus does not start, because its pod mounts it.',
  },
  'Service monitoring/prometheus': {
    why: 'The name of Prometheus in the cluster, for dashboards and `npm run open -- prometheus`.',
    without: 'Metrics are collected and alerts fire, and that command and dashboards cannot show them.',
  },
  'StatefulSet monitoring/prometheus': {
    why: 'Collects the metrics, keeps them on a volume and evaluates the alerts.',
    without: 'Nothing is measured, and no alert fires.',
  },
  'Deployment finance/redis-exporter': {
    why: 'Turns the statistics of Redis into metrics.',
    without: 'RedisDown and RedisMemoryHigh cannot fire.',
  },

  'Role finance/viewer': {
    why: 'Lets people look at everything in the namespace but Secrets.',
    without: 'Whoever only looks needs a role that may do more.',
  },
  'Role finance/ci-cd': {
    why: 'Lets a pipeline apply what is in the namespace: workloads, configuration and our own Secrets, no roles.',
    without: 'A pipeline has to be an administrator.',
  },
  'Role finance/developer': {
    why: 'Lets people look, read logs, forward ports and restart Deployments.',
    without: 'Whoever looks for a fault has to be an administrator.',
  },
  'Role finance/backup-operator': {
    why: 'Lets people start dumps, drills and restores, and read no Secret.',
    without: 'Whoever backs up has to be an administrator.',
  },
  'ValidatingAdmissionPolicy* finance-restart-only': {
    why: 'Holds the developer to restarts. RBAC cannot: a restart is a patch of the Deployment.',
    without: 'A developer can change an image, and mount any Secret into it.',
  },
  'ValidatingAdmissionPolicy* finance-jobs-of-cron-jobs': {
    why: 'Holds the backup operator to Jobs made from our CronJobs, with their pods unchanged. RBAC cannot.',
    without: 'A backup operator can start a Job that prints any Secret.',
  },
  'Role monitoring/viewer': {
    why: 'Lets people look at everything in the namespace but Secrets.',
    without: 'Whoever only looks needs a role that may do more.',
  },
  'Role monitoring/developer': {
    why: 'Lets people also read logs and forward a port to Prometheus and Alertmanager.',
    without: 'Whoever opens these pages has to be an administrator.',
  },
  'ValidatingAdmissionPolicy* finance-images': {
    why: 'Admits images of the repositories that the settings name, by a tag other than latest or a digest.',
    without: 'Whoever may make pods can run any image, beside the data.',
  },
  'ValidatingAdmissionPolicy* finance-labels': {
    why: 'Asks each workload for the labels by which Services, network policies and metrics find pods.',
    without: 'A workload without them runs unnoticed: no path leads to it, and nobody measures it.',
  },
  'ValidatingAdmissionPolicy* finance-restricted': {
    why: 'Refuses workloads that run as root, write to their root file system or reach into their node, and says which container.',
    without:
      'The labels of the namespaces refuse most of it still, at the pod instead of the Deployment. They allow a writable root file system.',
  },

  'ServiceAccount */*': {
    why: 'An identity of its own for each workload. It has no rights, and its pods get no token.',
    without: 'The pods that name it are not made.',
  },
};

/** Name and purpose of each phase of the tour, by the number that names of files begin with. */
export const PHASES: Readonly<Record<string, Phase>> = {
  '00': { name: 'Namespaces', about: 'Every other object that is not of the whole cluster is in one.' },
  '10': {
    name: 'Groundwork',
    about: 'Limits, network paths, priorities and configuration, before the pods that they are for.',
  },
  '20': { name: 'Data', about: 'The database, the cache and the volume for files.' },
  '30': { name: 'Jobs', about: 'The schema of the database and its backups.' },
  '40': { name: 'App', about: 'Waits for the schema, then answers.' },
  '50': { name: 'Exposure', about: 'The way in for people.' },
  '60': { name: 'Monitoring', about: 'Watches all that is there by now.' },
  '90': { name: 'Access', about: 'Says who may do what, and what nobody may.' },
};
