import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isTemplate } from '../blueprint/placeholder.ts';
import { formattedText } from './text.ts';

/** A certificate in PEM. The server keeps it as it is written. */
export const certificate = formattedText(
  'certificate',
  'a certificate in PEM, whole from its BEGIN line to its END line',
  (text) => isPem(text, () => new X509Certificate(text)),
);

/** A private key in PEM that no password protects. The server reads it without the white space of its lines. */
export const privateKey = formattedText(
  'private-key',
  'a private key in PEM without a password, whole from its BEGIN line to its END line',
  (text) => isPem(text, () => createPrivateKey(text.replace(/^\s+|\s+$/gm, ''))),
);

/** Whether a text can be read as what PEM holds. What is filled in before it is sent is not looked at. */
function isPem(text: string, read: () => unknown): boolean {
  if (isTemplate(text)) return true;
  if (!text.includes('-----BEGIN ')) return false;
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
