import { backupGaps } from './backup-gaps.ts';
import { anybodysImages } from './image-origins.ts';
import type { Settings } from './schema.ts';
import { uploadsWarnings } from './uploads-access-mode.ts';

/** Warnings about settings that are allowed but probably unintended, with advice. */
export function warningsOf(settings: Settings): readonly string[] {
  const { metrics } = settings.observability;
  // The receivers of an operator's Alertmanager are up to those who run it.
  const tellsNobody = metrics.kind === 'self-contained' && metrics.alerts.receiver.kind === 'none';
  return [
    ...(tellsNobody ? [NOBODY_IS_TOLD] : []),
    ...uploadsWarnings(settings),
    ...anybodysImages(settings),
    ...backupGaps(settings),
  ];
}

const NOBODY_IS_TOLD =
  'alerts reach nobody: set observability.metrics.alerts.receiver to kind webhook with secrets.alertWebhook, or to kind email with mail';
