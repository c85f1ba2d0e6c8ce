/** The arrows of the tree: who may import whom. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
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
