/** Where an event can be wanted: by webhooks of its project and of the installation, or only by those of the installation. */
export type EventScope = 'project' | 'installation';

/** Every event that outside systems can be told of. Free of shapes, for browsers; those are in `webhook-events.ts`. */
export const webhookEventScopes = {
  'comparison.completed': 'project',
  'comparison.flagged': 'project',
  'resolution.changed': 'project',
  'resolution.contested': 'project',
  'import.finished': 'project',
  'import.failed': 'project',
  'import.cancelled': 'project',
  'version.frozen': 'project',
  'version.failed': 'project',
  'version.cancelled': 'project',
  'export.finished': 'project',
  'export.failed': 'project',
  'export.cancelled': 'project',
  'statistics.computed': 'project',
  'statistics.failed': 'project',
  'health.computed': 'project',
  'health.failed': 'project',
  'health.cancelled': 'project',
  'project.resumed': 'project',
  'project.paused': 'project',
  'project.archived': 'project',
  'project.completed': 'project',
  'guidelines.published': 'project',
  'question.published': 'project',
  'member.added': 'project',
  'member.changed': 'project',
  'member.removed': 'project',
  'invite.created': 'project',
  'invite.used': 'project',
  'invite.revoked': 'project',
  'annotator.paused': 'project',
  'annotator.resumed': 'project',
  'annotator.excluded': 'project',
  'annotator.restored': 'project',
  'exam.passed': 'project',
  'exam.failed': 'project',
  'gold.rule_applied': 'project',
  'review.adjudicated': 'project',
  'review.withdrawn': 'project',
  'review.sent_back': 'project',
  'dispute.opened': 'project',
  'dispute.answered': 'project',
  'webhook.paused': 'project',
  'project.created': 'installation',
  'project.trashed': 'installation',
  'project.restored': 'installation',
  'project.purged': 'installation',
  'account.created': 'installation',
  'account.disabled': 'installation',
  'account.enabled': 'installation',
  'account.erased': 'installation',
  'account.owner_changed': 'installation',
  'account.factor_removed': 'installation',
  'token.created': 'installation',
  'token.revoked': 'installation',
  'registration.requested': 'installation',
  'registration.approved': 'installation',
  'registration.refused': 'installation',
  'erasure.requested': 'installation',
  'erasure.cancelled': 'installation',
  'erasure.decided': 'installation',
  'audit.broken': 'installation',
  'backup.made': 'installation',
} as const satisfies Record<string, EventScope>;

export type WebhookEvent = keyof typeof webhookEventScopes;

export const webhookEventNames = Object.keys(webhookEventScopes) as WebhookEvent[];

/** Sent when somebody asks for it; nobody has to want it. */
export const TEST_EVENT = 'webhook.test';

export const deliveryStates = ['waiting', 'sending', 'delivered', 'dead'] as const;
