import { backupGaps } from './backup-gaps.ts';
import { anybodysImages } from './image-origins.ts';
import type { Settings } from './schema.ts';
import { uploadsWarnings } from './uploads.ts';

/** What is allowed and is probably not meant, with what to do about it. */
export function warningsOf(settings: Settings): readonly string[] {
  const { metrics } = settings.observability;
  // Whom an operator's Alertmanager tells is for those to say who run it.
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
