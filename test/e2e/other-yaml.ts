/*
 * YAML files of a repository that are no blueprints, each of another kind and laid out as `fmt` would not: many
 * have `version: 1`, `entries`, `model` or `metadata`. None is taken from anywhere.
 */
export const OTHER_YAML: Readonly<Record<string, string>> = {
  'compose.yaml': 'version: 1\nservices:\n   web: {image:  "nginx",ports: ["80:80"]}\n',
  'docker-compose.yml': 'version: "3.8"\nservices:\n   worker:\n      command:  worker\n',
  'app/logging.yml': 'version: 1\nformatters:\n   brief: {format: "%(message)s"}\nroot: {level:  INFO}\n',
  'renovate.yaml': 'version: 1\nextends:   ["config:base"]\n',
  '.github/workflows/ci.yml': 'on:  push\njobs: {a: {runs-on: x, steps: [{run: "true"}]}}\n',
  'ci/heredoc.yml':
    'jobs:\n   test:\n      steps:\n        -  run: |\n             cat > bp.yaml <<EOF\n             version: 1\n             entries:\n               - model: authentik_core.group\n                 identifiers: {nme:  x}\n             EOF\n',
  'ci/script.yml':
    'script:\n  - |\n    #!/bin/sh\n    tee bp.yaml <<-"END"\n    entries:\n      - model: authentik_core.grop\n        identifiers: {}\n    END\n',
  'ansible/tasks/main.yml':
    '---\n- name:   Make a group\n  ansible.builtin.uri:\n    url: "{{ url }}/api/v3/core/groups/"\n    body: {model: authentik_core.group,  attrs: {}}\n  loop:\n     - model: authentik_core.group\n       identifiers: {name:  staff}\n',
  'ansible/playbook.yml':
    '- hosts:   all\n  vars: {entries: [{model:  x, state: present}]}\n  roles:  [authentik]\n',
  'ansible/vars.yml': 'entries:\n   - name: a\n     state:   present\nversion:  1\n',
  'k8s/deployment.yaml':
    'apiVersion: apps/v1\nkind:   Deployment\nmetadata: {name: authentik}\nspec: {replicas:  1}\n',
  'k8s/configmap.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n   motd: "hi",\n',
  'k8s/several.yaml':
    'apiVersion: v1\nkind:   Service\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Service\n',
  'kustomization.yaml':
    'resources:   [deployment.yaml]\nconfigMapGenerator:\n - name: a\n   literals: [version=1]\n',
  'charts/a/Chart.yaml': 'apiVersion: v2\nname:   a\nversion: 1.0.0\n',
  'charts/a/templates/deployment.yaml':
    '{{- if .Values.on }}\napiVersion: apps/v1\nkind:   Deployment\nmetadata:\n  name: {{ include "a.name" . }}\n{{- end }}\n',
  'charts/index.yaml':
    'apiVersion: v1\nentries:\n   a:\n   -  version: 1.0.0\n      name: a\ngenerated: now\n',
  'openapi.yaml':
    'openapi: 3.0.3\ninfo: {title:  A, version: "1"}\npaths: {/x: {get: {responses: {"200": {description:  ok}}}}}\n',
  'mkdocs.yml': 'site_name:   Docs\nnav: [{Home:  index.md}]\nplugins: !!python/name:x.y\n',
  'locales/de.yml': 'version: 1\nentries:\n   greeting:   Hallo\n   model:  Modell\n',
  'locales/en.yml': 'en: {entries:   {one: "Entry"}}\n',
  'changelog.yaml':
    'version: 1\nmetadata: {name:  Changes}\nentries:\n   - title: First\n     state:   done\n',
  'models.yaml': 'version: 1\nentries:\n  -  model: gpt-4o\n     name:   chat\n',
  'fixtures/users.yaml': '- model: authentik_core.user\n  pk:   1\n  fields: {username:  a}\n',
  'prometheus/rules.yml': 'groups:\n -  name: a\n    rules: [{alert:  Down, expr: up == 0}]\n',
  'otel.yaml': 'receivers: {otlp: {}}\nservice:\n   pipelines:   {}\n',
  'dependabot.yml': 'version: 1\nupdates:\n  -   package-ecosystem: npm\n',
  'values.yaml': 'image:\n    tag:   1\nblueprints: {configMaps:  []}\n',
  'empty.yaml': '',
  'comments.yaml': '# entries:\n#   - model: authentik_core.group\n',
  'marks.yaml': '---\n# nothing yet\n',
  'broken.yaml': 'a: [1,\n b:   "\n',
  'allow.yaml': 'version: 1\nentries:   []\n',
};
