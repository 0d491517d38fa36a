import { ACCESS, ANSWERS } from './access-facts.ts';
import { BASES, COMPONENTS, META } from './class-facts.ts';
import { BROUGHT } from './brought-facts.ts';
import { COMPANIONS } from './companion-facts.ts';
import { CANNOT_CREATE, KEPT, LICENSED } from './action-facts.ts';
import { APPLYING, FILES, LIST_QUERIES, SETTERS, SHADOWED, TASKS } from './endpoint-facts.ts';
import { DEFAULTS, GENERATED, IMPORTER_ONLY, LATER_FORMATS, REQUIRED, UNORDERED } from './field-facts.ts';
import { EXTRA_FORMS, OWN_KEYS, VOLATILE } from './form-facts.ts';
import { HIDDEN } from './hidden-facts.ts';
import { IMPORTER, IMPORTER_LIMITS } from './importer-facts.ts';
import { LOGIN } from './login-facts.ts';
import { PROTECTED, RIGHTS_FROM, WARNINGS } from './protection-facts.ts';
import { PUBLIC, SECRETS, SHOWN_AS } from './secret-facts.ts';
import { OBJECT_RULES } from './server-checks/server-checks.ts';
import { UNIQUE } from './unique-facts.ts';
import { ANY_JSON, FORMER_FORMATS, FORMS } from './value-facts.ts';

/**
 * The hand-written tables that a catalog is made with: what neither the document nor the server's classes
 * say. A test takes out one row after the other and sees that the catalog is another without it.
 */
export const HAND_FACTS = {
  access: ACCESS,
  answers: ANSWERS,
  anyJson: ANY_JSON,
  applying: APPLYING,
  bases: BASES,
  brings: BROUGHT,
  cannotCreate: CANNOT_CREATE,
  companions: COMPANIONS,
  components: COMPONENTS,
  defaults: DEFAULTS,
  extraForms: EXTRA_FORMS,
  files: FILES,
  formerFormats: FORMER_FORMATS,
  forms: FORMS,
  generated: GENERATED,
  hidden: HIDDEN,
  importer: IMPORTER,
  importerLimits: IMPORTER_LIMITS,
  importerOnly: IMPORTER_ONLY,
  laterFormats: LATER_FORMATS,
  kept: KEPT,
  licensed: LICENSED,
  listQueries: LIST_QUERIES,
  login: LOGIN,
  meta: META,
  ownKeys: OWN_KEYS,
  protected: PROTECTED,
  public: PUBLIC,
  required: REQUIRED,
  rightsFrom: RIGHTS_FROM,
  rules: OBJECT_RULES,
  secrets: SECRETS,
  setters: SETTERS,
  shadowed: SHADOWED,
  shownAs: SHOWN_AS,
  tasks: TASKS,
  unique: UNIQUE,
  unordered: UNORDERED,
  volatile: VOLATILE,
  warnings: WARNINGS,
};

export type HandFacts = Readonly<typeof HAND_FACTS>;
