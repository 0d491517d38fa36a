import type { Shape } from '../catalog/model.ts';
import { addresses } from './address.ts';
import { boolean } from './boolean.ts';
import { choice } from './choice.ts';
import { crontab } from './crontab.ts';
import { duration } from './duration.ts';
import { email, formerEmail } from './email.ts';
import { fetched } from './fetched.ts';
import type { Form } from './form.ts';
import { ip } from './ip.ts';
import { json } from './json.ts';
import { kubeconfig } from './kubeconfig.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { mapping } from './mapping.ts';
import { media } from './media.ts';
import { integer, number } from './number.ts';
import { outpostConfig } from './outpost-config.ts';
import { certificate, privateKey } from './pem.ts';
import { picture, publicPicture, rootedPicture } from './picture.ts';
import { pythons } from './python.ts';
import { serverFile } from './server-file.ts';
import { text } from './text.ts';
import { timeStamp } from './time-stamp.ts';
import { uuid } from './uuid.ts';

/** Every form, special ones first: a field has the first form whose `of` is true. */
export const FORMS: readonly Form[] = [
  link,
  list,
  choice,
  picture,
  publicPicture,
  rootedPicture,
  duration,
  ...addresses,
  fetched,
  email,
  formerEmail,
  ip,
  uuid,
  certificate,
  privateKey,
  media,
  ...pythons,
  crontab,
  serverFile,
  timeStamp,
  text,
  integer,
  number,
  boolean,
  kubeconfig,
  outpostConfig,
  mapping,
  json,
];

const known = new WeakMap<Shape, Form>();

/** The form of the values of a field. */
export function formOf(field: Shape): Form {
  let form = known.get(field);
  if (!form) {
    form = FORMS.find((one) => one.of(field)) ?? json;
    known.set(field, form);
  }
  return form;
}
