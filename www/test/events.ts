import type { AuditEvent } from '../src/engine.ts';

/** An event as an engine would log it, as far as a test says otherwise. */
export function event(more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    eventID: '00000000-0000-4000-8000-000000000000',
    eventTime: '2026-11-24T00:00:00Z',
    eventName: 'GenerateDataKey',
    eventType: 'AwsApiCall',
    userIdentity: { arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
    requestParameters: null,
    readOnly: true,
    recipientAccountId: '111122223333',
    resources: [{ ARN: 'arn:aws:kms:ap-northeast-1:111122223333:key/11111111-1111-4111-8111-111111111111' }],
    ...more,
  };
}
