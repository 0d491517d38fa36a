/*
 * Python's %f, %e and %g of a float that is finite and not negative. JavaScript's toFixed stops at 1e21 and
 * rounds a tie up; Python rounds the exact value, a tie to the even digit. So the exact value is taken apart
 * into integers here.
 */

/** A float as the exact fraction of two integers. */
function fraction(float: number): [bigint, bigint] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, float);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  return exponent >= 0 ? [mantissa << BigInt(exponent), 1n] : [mantissa, 1n << BigInt(-exponent)];
}

/** A fraction times ten to a power, rounded to an integer, a tie to the even one. */
function rounded([top, bottom]: [bigint, bigint], power: number): bigint {
  const scaled = power >= 0 ? top * 10n ** BigInt(power) : top;
  const by = power >= 0 ? bottom : bottom * 10n ** BigInt(-power);
  const whole = scaled / by;
  const twice = (scaled - whole * by) * 2n;
  return twice > by || (twice === by && whole % 2n === 1n) ? whole + 1n : whole;
}

/** `%.{precision}f`; `keepPoint` writes the point even when no digit follows (flag `#`). */
export function fixedText(float: number, precision: number, keepPoint: boolean): string {
  const text = rounded(fraction(float), precision)
    .toString()
    .padStart(precision + 1, '0');
  const whole = text.slice(0, text.length - precision);
  if (precision === 0) return keepPoint ? `${whole}.` : whole;
  return `${whole}.${text.slice(text.length - precision)}`;
}

/** The digits of a float, `count` of them, and the power of ten of the first one. */
function significant(float: number, count: number): { digits: string; exponent: number } {
  if (float === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const exponent = Number(float.toExponential().split('e')[1]);
  const digits = rounded(fraction(float), count - 1 - exponent).toString();
  return digits.length > count
    ? { digits: digits.slice(0, count), exponent: exponent + 1 }
    : { digits, exponent };
}

/** `%.{precision}e`. */
export function scientificText(float: number, precision: number, keepPoint: boolean): string {
  const { digits, exponent } = significant(float, precision + 1);
  const point = precision > 0 || keepPoint ? '.' : '';
  const power = Math.abs(exponent).toString().padStart(2, '0');
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${power}`;
}

/** `%.{precision}g`: the shorter of the two, without the zeros at its end unless the point is kept. */
export function generalText(float: number, precision: number, keepPoint: boolean): string {
  const count = Math.max(precision, 1);
  const { exponent } = significant(float, count);
  const fixed = exponent >= -4 && exponent < count;
  const text = fixed
    ? fixedText(float, count - 1 - exponent, keepPoint)
    : scientificText(float, count - 1, keepPoint);
  if (keepPoint || !text.includes('.')) return text;
  return fixed ? text.replace(/\.?0+$/, '') : text.replace(/\.?0*e/, 'e');
}
