/**
 * A blueprint with an anchor, an alias, a merge key, a block text and most tags: what is spoilt for a fuzz,
 * whether or not there are other files.
 */
export const EVERY_CONSTRUCT = `version: 1
metadata: {name: x, labels: {a: "1"}}
context:
  list: &l [a, b]
entries:
- &e
  model: authentik_core.group
  id: g
  state: !If [!Context t, absent, present]
  conditions: [!Condition [AND, true]]
  identifiers:
    name: !Format ["%s-%d", x, 7]
  attrs:
    <<: {b: 1}
    text: |
      some
        text
    v: !Enumerate [*l, MAP, [!Index 0, {k: [!Value 0]}]]
    f: !Find [authentik_flows.flow, [slug, !Env [A, b]]]
    parent: !KeyOf g
- *e
`;
