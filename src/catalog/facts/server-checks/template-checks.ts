import type { ServerCheck } from './server-check.ts';

const HTML = ['email/password_reset.html', 'email/account_confirmation.html'];
const HTML_2025_8 = [...HTML, 'email/email_otp.html', 'email/event_notification.html'];
const HTML_2026_5 = [...HTML_2025_8, 'email/invitation.html'];

const STAGE = { model: 'authentik_stages_email.emailstage', field: 'template' };
const TRANSPORT = { model: 'authentik_events.notificationtransport', field: 'email_template' };

/**
 * Templates of mails: each release has some, and a server may have others mounted. Both are listed, by what the
 * serializers compare with.
 */
export const TEMPLATE_CHECKS: readonly ServerCheck[] = [
  template('email-template', STAGE, HTML, { until: '2025.6' }),
  template('email-template-2025-8', STAGE, HTML_2025_8, { since: '2025.8', until: '2026.2' }),
  template('email-template-2026-5', STAGE, HTML_2026_5, { since: '2026.5' }),
  template('transport-template-2025-8', TRANSPORT, HTML_2025_8, { since: '2025.8', until: '2026.2' }),
  template('transport-template-2026-5', TRANSPORT, HTML_2026_5, { since: '2026.5' }),
];

function template(
  name: string,
  { model, field }: { readonly model: string; readonly field: string },
  known: readonly string[],
  span: { readonly since?: string; readonly until?: string },
): ServerCheck {
  return {
    name,
    models: [model],
    fields: [field],
    ...span,
    refuses: 'a template that the server does not have',
    seen: `sources of ${span.since ?? '2023.2'}: stages/email/models`,
    found: {
      by: 'rule',
      rule: {
        refused: {
          field,
          unlisted: {
            path: '/stages/email/templates/',
            key: 'name',
            always: known,
            unread: `the server has no template of this name of its own: ${known.join(', ')}`,
          },
        },
        at: [field],
        message: 'the server has no template of this name',
        hint: `name ${known.join(' or ')}, or one that is mounted into the server`,
      },
    },
  };
}
