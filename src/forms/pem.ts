import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isTemplate } from '../blueprint/placeholder.ts';
import { formattedText } from './text.ts';

/** Of so many texts it is kept whether they could be read: a key takes 3 ms, and one run asks several times. */
const KEPT = 100;
const certificates = new Map<string, boolean>();
const privateKeys = new Map<string, boolean>();

/** A certificate in PEM. The server keeps it as it is written. */
export const certificate = formattedText(
  'certificate',
  'a certificate in PEM, whole from its BEGIN line to its END line',
  (text) => isPem(text, certificates, () => new X509Certificate(text)),
);

/** A private key in PEM that no password protects. The server reads it without the white space of its lines. */
export const privateKey = formattedText(
  'private-key',
  'a private key in PEM without a password, whole from its BEGIN line to its END line',
  (text) => isPem(text, privateKeys, () => createPrivateKey(text.replace(/^\s+|\s+$/gm, ''))),
);

/** Whether a text can be read as what PEM holds. What is filled in before it is sent is not looked at. */
function isPem(text: string, known: Map<string, boolean>, read: () => unknown): boolean {
  if (isTemplate(text)) return true;
  if (!text.includes('-----BEGIN ')) return false;
  const before = known.get(text);
  if (before !== undefined) return before;
  const is = isRead(read);
  if (known.size >= KEPT) known.clear();
  known.set(text, is);
  return is;
}

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
