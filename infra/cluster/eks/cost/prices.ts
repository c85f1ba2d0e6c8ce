/**
 * On-demand list prices of AWS, without tax and discounts. Others are at https://calculator.aws; in eu-central-1 most are 15
 * to 20 percent higher.
 */
export const PRICES = {
  /** Month in which they were looked up. */
  date: '2026-06',
  region: 'us-east-1',
  currency: 'USD',
  perHour: {
    cluster: 0.1,
    natGateway: 0.045,
    publicAddress: 0.005,
    loadBalancer: 0.0225,
    /** Instances by type. */
    instances: {
      't3.medium': 0.0416,
      't3.large': 0.0832,
      't4g.medium': 0.0336,
      't4g.large': 0.0672,
      'm7i.large': 0.1008,
      'm7i.xlarge': 0.2016,
      'm7i.2xlarge': 0.4032,
      'm7g.large': 0.0816,
      'm7g.xlarge': 0.1632,
      'm7g.2xlarge': 0.3264,
    } as Readonly<Record<string, number>>,
    /** Postgres in one zone, by class; in two zones it is twice that. */
    databases: {
      'db.t4g.medium': 0.065,
      'db.t4g.large': 0.129,
      'db.m7g.large': 0.168,
      'db.m7g.xlarge': 0.337,
      'db.m7g.2xlarge': 0.674,
    } as Readonly<Record<string, number>>,
    /** Valkey by node type. */
    caches: {
      'cache.t4g.micro': 0.0128,
      'cache.t4g.small': 0.0256,
      'cache.t4g.medium': 0.052,
      'cache.m7g.large': 0.1264,
    } as Readonly<Record<string, number>>,
  },
  perMonth: {
    key: 1,
    /** Price per gibibyte. */
    disk: 0.08,
    databaseDisk: 0.115,
  },
} as const;

/** Hours in a month, as AWS bills them. */
export const HOURS_A_MONTH = 730;
