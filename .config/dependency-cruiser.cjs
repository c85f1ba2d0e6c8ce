/** Folders of `infra/workloads`, from the ground up: each imports those before it, and none after it. */
const WORKLOADS = [
  'defaults',
  'facts',
  'secrets',
  'database',
  'cache',
  'fence',
  'namespace',
  'backup',
  'exposure',
  'frontend',
  'worker',
  'web',
  'metrics',
  'logs',
  'traces',
  'dashboards',
  'add-ons',
  'delivery',
  'policies',
  'access',
];

/** Import rules: which folder may import which. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: '^app/features/([^/]+)/' },
      to: { path: '^app/features/([^/]+)/', pathNot: '^app/features/$1/' },
    },
    {
      name: 'shared-parts-do-not-know-features',
      severity: 'error',
      from: { path: '^app/(web|plugins|database)/' },
      to: { path: '^app/features/' },
    },
    {
      name: 'app-does-not-know-infra',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/testing/' },
      to: { path: '^infra/' },
    },
    {
      name: 'the-tests-of-the-app-know-this-machine-only',
      comment: 'their Postgres and their browser are found and started as `npm start` does',
      severity: 'error',
      from: { path: '^app/testing/' },
      to: { path: '^infra/(?!local/)' },
    },
    {
      name: 'workloads-are-plain-cdk8s',
      comment: 'the same constructs serve synth without Pulumi',
      severity: 'error',
      from: { path: '^infra/(workloads|settings|manifests|synth)/' },
      to: { path: '^infra/(bridge|cluster)/|^node_modules/@pulumi/' },
    },
    ...upward(WORKLOADS),
    {
      name: 'bridge-knows-nothing-of-finance',
      severity: 'error',
      from: { path: '^infra/bridge/' },
      to: { path: '^(app|infra/(workloads|settings|cluster))/' },
    },
    {
      name: 'manifests-stand-alone',
      severity: 'error',
      from: { path: '^infra/manifests/' },
      to: { path: '^(app|infra/(?!manifests/))' },
    },
    {
      name: 'product-code-does-not-import-tests',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$|/testing/|^infra/(e2e|bench)/' },
      to: { path: '\\.test\\.ts$|/testing/' },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: { path: '^(app|infra)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'the-image-has-no-dev-packages',
      comment: 'the app image installs dependencies only',
      severity: 'error',
      from: { path: '^app/', pathNot: '\\.test\\.ts$|^app/testing/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/fixtures/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

function upward(folders) {
  return folders.slice(0, -1).map((folder, index) => ({
    name: `${folder}-is-below`,
    comment: 'the order of the folders of infra/workloads stands at the top of this file',
    severity: 'error',
    from: { path: `^infra/workloads/${folder}/`, pathNot: '\\.test\\.ts$' },
    to: { path: `^infra/workloads/(${folders.slice(index + 1).join('|')})/` },
  }));
}
