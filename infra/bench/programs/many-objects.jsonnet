local count = std.parseInt(std.extVar('count'));
local service(i) =
  local name = 'service-%d' % i;
  local labels = { 'app.kubernetes.io/name': name };
  local metadata = { name: name, namespace: 'bench', labels: labels };
  [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata,
      data: { LOG_LEVEL: 'info', PORT: '8080', 'app.conf': 'maxmemory 96mb\nmaxmemory-policy allkeys-lru\n' },
    },
    {
      apiVersion: 'v1', kind: 'Service', metadata: metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: labels },
          spec: {
            serviceAccountName: name,
            containers: [{
              name: 'app', image: 'example/app:1.0.0', envFrom: [{ configMapRef: { name: name } }],
              ports: [{ name: 'http', containerPort: 8080 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
            }],
          },
        },
      },
    },
  ];
std.manifestYamlStream(std.flattenArrays(std.makeArray(count / 4, service)), quote_keys=false)
