import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { now } from '../environment.ts';
import { follow, referrers } from '../links.ts';
import { exportFlow } from '../render/export-flow.ts';
import { renderRow } from '../render/render.ts';
import { readObjectBody } from '../request.ts';
import { html, invalid, notFound, ok, type SandboxResponse } from '../response.ts';
import { isAllowed } from '../rights.ts';
import type { Row } from '../row.ts';
import { saveObject } from '../write/save.ts';
import { change, modelOf, rowOf, type Actions } from './action.ts';
import type { Call } from './call.ts';
import { makeCertificate } from './certificate.ts';
import { createWith, requireWriter } from './resource.ts';
import { blank } from './user-actions.ts';

/** What special paths show of one object, or do with it. */
export const OBJECT_ACTIONS: Actions = {
  /**
   * Only objects that policies can be bound to have this path; what a policy says cannot be worked out here.
   */
  'check-access': (call, rule) =>
    ok({
      passing: isAllowed(call.database, rowOf(call, rule), call.caller().user),
      messages: [],
      log_messages: [],
    }),
  'set-asset-url': (call, rule) => {
    requireWriter(call);
    const row = call.database.models.find(rule.model ?? '') ? rowOf(call, rule) : findInBase(call, rule);
    const { url } = readObjectBody(call.request);
    if (typeof url !== 'string') throw blank();
    change(call.database, row, { [rule.column ?? '']: url });
    return ok({});
  },
  'view-column': (call, rule) =>
    ok({ [rule.column === 'key' ? 'key' : 'data']: rowOf(call, rule).values[rule.column ?? ''] ?? '' }),
  'list-paths': ({ database }, rule) => {
    const rows = database.store.list([rule.model ?? '']);
    return ok({ paths: [...new Set(rows.map((row) => row.values[rule.column ?? ''] ?? ''))] });
  },
  'generate-certificate': generateCertificate,
  'setup-urls': showSetupUrls,
  'saml-metadata': (call, rule) => {
    rowOf(call, rule);
    return ok({ metadata: '' });
  },
  'flow-diagram': (call, rule) => {
    const row = rowOf(call, rule);
    const stages = listBoundStages(call, row).map(
      (stage, index) => `stage_${index}["${String(stage.values['name'])}"]`,
    );
    return ok({
      diagram: ['graph TD', `flow_start["${String(row.values['title'])}"]`, ...stages].join('\n'),
    });
  },
  'flow-export': (call, rule) =>
    html(200, exportFlow(call.database, rowOf(call, rule), now(call.environment.clock))),
};

/** An object of a class that several models inherit from, by its slug. */
function findInBase({ database, params }: Call, rule: ActionRule): Row {
  const row = database.store
    .list(database.models.concrete(rule.model ?? ''))
    .find((candidate) => candidate.values['slug'] === params['key']);
  if (!row) throw notFound();
  return row;
}

function generateCertificate(call: Call, rule: ActionRule): SandboxResponse {
  const caller = requireWriter(call);
  const { database, release, environment } = call;
  const { common_name: name, validity_days: days } = readObjectBody(call.request);
  const errors: { [name: string]: Json } = {};
  if (typeof name !== 'string' || name === '') errors['common_name'] = ['This field is required.'];
  if (days === undefined || Number.isNaN(Number(days))) errors['validity_days'] = ['This field is required.'];
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const model = modelOf(call, rule);
  const isTaken =
    release.behaviour.unique.some(({ model: one, field }) => one === model.name && field === 'name') &&
    database.store.list([model.name]).some((row) => row.values['name'] === name);
  if (isTaken) throw invalid({ common_name: ['This field must be unique.'] });
  const { certificate, key } = makeCertificate(
    String(name),
    Number(days),
    environment.clock(),
    environment.random,
  );
  const row = saveObject(createWith(call, model, caller), {
    name: String(name),
    certificate_data: certificate,
    key_data: key,
  });
  return ok(renderRow(call.view, row));
}

/** The URLs of an OAuth2 provider; those of its application are null where it has none. */
function showSetupUrls(call: Call, rule: ActionRule): SandboxResponse {
  const row = rowOf(call, rule);
  const [app] = referrers(call.database, row, rule.column ?? '', 'provider');
  const root = `${call.request.origin}/application/o`;
  const own = app ? `${root}/${String(app.values['slug'])}/` : null;
  const urls: { [name: string]: Json } = {
    issuer: own,
    authorize: `${root}/authorize/`,
    token: `${root}/token/`,
    user_info: `${root}/userinfo/`,
    provider_info: own && `${own}.well-known/openid-configuration`,
    logout: own && `${own}end-session/`,
  };
  if (own) urls['jwks'] = `${own}jwks/`;
  return ok(urls);
}

function listBoundStages({ database, release }: Call, flow: Row): Row[] {
  const [rule] = release.behaviour.through;
  if (!rule) return [];
  return referrers(database, flow, rule.link, rule.to)
    .sort((a, b) => Number(a.values['order']) - Number(b.values['order']))
    .flatMap((link) => follow(database, link, rule.from) ?? []);
}
