import { misspell, type Random } from '../random.ts';
import type { Operator, Site, Subject, SubjectEntry } from '../subject.ts';

/** The server refuses an entry of an unknown model whatever else stands in it. */
function written(
  name: string,
  change: (app: string, model: string, random: Random, subject: Subject) => string | undefined,
): Operator {
  return {
    name,
    sites: (subject) =>
      subject.entries.filter(isPlain(subject)).map(
        ({ entry }): Site =>
          (random) => {
            const [app = '', model = ''] = entry.model.kind === 'scalar' ? entry.model.text.split('.') : [];
            const slip = change(app, model, random, subject);
            return slip === undefined || subject.catalog.models[slip]
              ? undefined
              : subject.replace(entry.model.span, slip, 'error');
          },
      ),
  };
}

function isPlain(subject: Subject): (entry: SubjectEntry) => boolean {
  return ({ entry }) => entry.model.kind === 'scalar' && subject.at(entry.model.span) === entry.model.text;
}

const app = written('app of a model misspelt', (label, model, random) => {
  const slip = misspell(label, random);
  return slip === undefined ? undefined : `${slip}.${model}`;
});

const name = written('name of a model misspelt', (label, model, random, subject) => {
  const slip = misspell(
    model,
    random,
    Object.keys(subject.catalog.models)
      .filter((one) => one.startsWith(`${label}.`))
      .map((one) => one.split('.')[1] ?? ''),
  );
  return slip === undefined ? undefined : `${label}.${slip}`;
});

const appCase = written(
  'app of a model in the wrong case',
  (label, model, random) =>
    `${random.pick([label.toUpperCase(), label.charAt(0).toUpperCase() + label.slice(1), label.replace(/_(\w)/, (_, letter: string) => `_${letter.toUpperCase()}`)])}.${model}`,
);

const foreignApp = written(
  'model under another app',
  (label, model, random, subject) =>
    `${random.pick([...new Set(Object.keys(subject.catalog.models).map((one) => one.split('.')[0] ?? ''))].filter((one) => one !== label))}.${model}`,
);

const dots = written('model with a dot too many or too few', (label, model, random) =>
  random.pick([
    `${label}${model}`,
    `${label}.${model}.${model}`,
    model,
    label.replace('_', '.') + `.${model}`,
  ]),
);

/** A load error: every entry has a model. */
const missing: Operator = {
  name: 'model left out',
  sites: (subject) =>
    subject.entries.flatMap((checked) => subject.remove(checked, checked.map, 'model', 'error')),
};

export const MODELS = [app, name, appCase, foreignApp, dots, missing];
