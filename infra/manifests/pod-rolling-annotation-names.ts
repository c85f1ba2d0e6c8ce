/** Annotation of a pod template that makes pods roll when a ConfigMap they use changes. */
export const CONFIG_CHECKSUM = 'finance-platform/config-checksum';

/** Annotation of a pod template that makes pods roll when the values change of ConfigMaps and Secrets that they use. */
export const VALUE_CHECKSUM = 'finance-platform/value-checksum';

/**
 * Annotation of a pod template that names Secrets and ConfigMaps, separated by commas, whose changes do not roll the pods:
 * pods read them at start only, and running ones learn of changes in another way.
 */
export const READ_AT_START = 'finance-platform/read-at-start';
