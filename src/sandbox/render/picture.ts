import type { Json } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';

/**
 * The address that a release before 2025.12 shows of a picture: unchanged, or that of an uploaded file, with what an
 * address must escape, and without empty and dotted parts. `asIs`: schemes that are shown unchanged. Measured on a
 * real 2023.2.3; sources of 2022.12 to 2025.10.
 */
export function servePicture(
  release: string,
  value: Json | undefined,
  empty: Json,
  asIs: 'any' | 'http',
): Json {
  if (value === null || value === undefined || value === '') return empty;
  if (typeof value !== 'string' || isShownAsIs(release, value, asIs)) return value;
  const folder = isSince(release, '2024.2') ? '/media/public/' : '/media/';
  const path = encodeURI(value.replaceAll('\\', '/').replace(/^\/+/, '')).replace(
    /[?#:@&=+$,;]/g,
    encodeURIComponent,
  );
  return new URL(path.replace(/\/{2,}/g, '/'), `http://server${folder}`).pathname;
}

function isShownAsIs(release: string, value: string, asIs: 'any' | 'http'): boolean {
  if (value.startsWith('http') || value.startsWith('/static')) return true;
  if (isSince(release, '2025.10'))
    return value.startsWith('/') || (asIs === 'any' && value.startsWith('fa://'));
  return asIs === 'any' && value.includes('://');
}

/** The address of a picture since 2025.12: unchanged, or below the folder of uploaded pictures. */
export function serveMedia(value: Json | undefined, empty: Json): Json {
  if (value === null || value === undefined || value === '') return empty;
  if (typeof value !== 'string' || /^(http|fa:|\/static)/.test(value)) return value;
  return `/files/media/public/${value.replace(/^\/+/, '')}`;
}
