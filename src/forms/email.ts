import { HOST } from './address.ts';
import { formattedText } from './text.ts';

const WORD = "[-!#$%&'*+/=?^_`{}|~0-9a-z]+";
const EMAIL = new RegExp(`^${WORD}(?:\\.${WORD})*@${HOST}$`, 'iu');

/** An e-mail address, by the rule of Django 4. */
export const email = formattedText('email', 'an e-mail address', (text) => EMAIL.test(text));
