import { createHash } from 'node:crypto';

/*
 * Values that are found nowhere else, so that any part of one in an output is a leak. They are searched for
 * with code of their own, which shares nothing with what hides them.
 */

/** Of a leak, so many characters one after the other. */
const RUN = 8;

/** What a canary has between its two halves, which is written in another way where it is escaped. */
const ODD = `"<&'\\%+é `;

/** Makes canaries, and finds them. */
export class Canaries {
  readonly #seed: string;
  readonly #runs = new Map<string, string>();
  count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A new canary of small letters and digits, of at least 8 characters. `what`: names it where it leaks. */
  plain(what: string, length = 18): string {
    this.count += 1;
    const bytes = createHash('sha512').update(`${this.#seed} ${this.count}`).digest();
    const text = [...bytes].map((byte) => 'bcdfghjkmnpqrstvwxz0123456789'[byte % 29] ?? '').join('');
    return this.know(`c${text.slice(0, length - 1)}`, what);
  }

  /** A new canary with all that has to be escaped somewhere. */
  odd(what: string): string {
    return this.know(`${this.plain(what, 12)}${ODD}${this.plain(what, 12)}`, what);
  }

  /** Searches for the runs of this text from now on. */
  know(text: string, what: string): string {
    const folded = fold(text);
    for (let at = 0; at + RUN <= folded.length; at += 1) this.#runs.set(folded.slice(at, at + RUN), what);
    return text;
  }

  /** What leaks in an output, each once, with the text around it. */
  in(output: string): string[] {
    const found = new Map<string, string>();
    for (const text of new Set([output, fromJson(output), fromUrl(output), fromHtml(output)])) {
      const folded = fold(text);
      for (let at = 0; at + RUN <= folded.length; at += 1) {
        const what = this.#runs.get(folded.slice(at, at + RUN));
        if (what !== undefined && !found.has(what))
          found.set(what, `${what}: …${folded.slice(Math.max(0, at - 60), at + 40)}…`);
      }
    }
    return [...found.values()];
  }
}

function fold(text: string): string {
  return text.toLowerCase();
}

function fromJson(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["'\\/])/g, '$1');
}

function fromUrl(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

function fromHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(?:39|x27);|&apos;/g, "'")
    .replaceAll('&amp;', '&');
}
