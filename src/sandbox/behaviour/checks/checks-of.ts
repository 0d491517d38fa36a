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
    templates: isSince(release, '2025.8') ? { ...TEMPLATES, ...LATER_TEMPLATES } : TEMPLATES,
  };
}

/** authentik's templates for mails (authentik/stages/email/models.py). */
const TEMPLATES = {
  'email/password_reset.html': 'Password Reset',
  'email/account_confirmation.html': 'Account Confirmation',
};
const LATER_TEMPLATES = {
  'email/email_otp.html': 'Email OTP',
  'email/event_notification.html': 'Event Notification',
};
