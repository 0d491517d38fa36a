import { isWithin, type ReleaseSpan } from '../../../catalog/release.ts';
import { addressRulesOf } from '../address-rules.ts';
import type { Behaviour } from '../behaviour.ts';
import { FIELD_CHECKS } from './field-checks.ts';
import { CRASHES, OBJECT_CHECKS } from './object-checks.ts';

/**
 * What the server of a release checks of objects that are written. Of one table for all releases: of most of
 * them nothing was recorded, but the sources of all were read.
 */
export function checksOf(
  release: string,
): Pick<Behaviour, 'addresses' | 'checks' | 'validators' | 'crashes' | 'templates'> {
  return {
    addresses: addressRulesOf(release),
    checks: FIELD_CHECKS.filter((rule) => isWithin(release, rule)),
    validators: OBJECT_CHECKS.filter((rule) => isWithin(release, rule)),
    crashes: CRASHES.filter((rule) => isWithin(release, rule)),
    templates: templatesOf(release),
  };
}

function templatesOf(release: string): Behaviour['templates'] {
  const known = TEMPLATES.filter((template) => isWithin(release, template));
  return Object.fromEntries(known.map(({ file, title }) => [file, title]));
}

/** authentik's templates for mails (authentik/stages/email/models.py). */
const TEMPLATES: readonly (ReleaseSpan & { readonly file: string; readonly title: string })[] = [
  { file: 'email/password_reset.html', title: 'Password Reset' },
  { file: 'email/account_confirmation.html', title: 'Account Confirmation' },
  { file: 'email/email_otp.html', title: 'Email OTP', since: '2025.8' },
  { file: 'email/event_notification.html', title: 'Event Notification', since: '2025.8' },
  { file: 'email/invitation.html', title: 'Invitation', since: '2026.5' },
];
