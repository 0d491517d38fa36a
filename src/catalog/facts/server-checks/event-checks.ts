import type { ServerCheck } from './server-check.ts';

/** Notification rules and transports. */
export const EVENT_CHECKS: readonly ServerCheck[] = [
  {
    name: 'transport-webhook-url',
    models: ['authentik_events.notificationtransport'],
    fields: ['mode', 'webhook_url'],
    refuses: 'a webhook transport without an address',
    seen: 'recording "transport missing url"',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'mode', is: ['webhook', 'webhook_slack'], otherwise: null },
            { field: 'webhook_url', empty: true, otherwise: '' },
          ],
        },
        at: ['mode', 'webhook_url'],
        message: 'mode webhook or webhook_slack needs webhook_url, where events are sent to',
        hint: 'add webhook_url',
      },
    },
  },
];
