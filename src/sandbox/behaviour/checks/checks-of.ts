import { isSince, isWithin } from '../../../catalog/release.ts';
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
    templates: {
      ...TEMPLATES,
      ...(isSince(release, '2025.8') ? TEMPLATES_2025_8 : {}),
      ...(isSince(release, '2026.5') ? TEMPLATES_2026_5 : {}),
    },
  };
}

/** authentik's templates for mails (authentik/stages/email/models.py). */
const TEMPLATES = {
  'email/password_reset.html': 'Password Reset',
  'email/account_confirmation.html': 'Account Confirmation',
};
const TEMPLATES_2025_8 = {
  'email/email_otp.html': 'Email OTP',
  'email/event_notification.html': 'Event Notification',
};
const TEMPLATES_2026_5 = { 'email/invitation.html': 'Invitation' };
