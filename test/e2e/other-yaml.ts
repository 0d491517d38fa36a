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
  'gitlab-ci.yml':
    'stages:   [test]\ninclude: {local:  a.yml}\ntest:\n   script: !reference [.setup,  script]\n',
  'pnpm-lock.yaml':
    "lockfileVersion:   '9.0'\npackages:\n   yaml@2.9.1: {resolution: {integrity:  sha512-x==}, engines: {node: '>=18'}}\n",
  'pre-commit-config.yaml':
    'repos:\n-   repo: https://example.com/hooks\n    rev:  v1\n    hooks: [{id:   blueprint, entry: ak-blueprint validate}]\n',
  'grafana/datasources.yml':
    'apiVersion: 1\ndatasources:\n   - name:  Prometheus\n     model: prometheus\n     access:   proxy\n',
  'grafana/alerts.yaml':
    'apiVersion: 1\ngroups:\n   - rules:\n       - title: down\n         data: [{refId:  A, model: {expr: up == 0}}]\n',
  'home-assistant/configuration.yaml':
    'homeassistant:\n   name:  Home\n   latitude: !secret  lat\nautomation: !include   automations.yaml\n',
  'home-assistant/secrets.yaml': 'lat:   1\ntoken:  "x"\n',
  'home-assistant/automations.yaml':
    '- id:   "1"\n  alias: x\n  conditions:  []\n  actions: [{action:  "{{ states(\'a\') }}"}]\n',
  'aws/template.yaml':
    'AWSTemplateFormatVersion: "2010-09-09"\nMetadata: {name:  x}\nConditions: {On: !Equals [!Ref Stage,   prod]}\nResources:\n   Bucket: {Type: AWS::S3::Bucket, Condition:  On, Properties: {Name: !Sub "${Stage}-x", Key: !If [On, a, b]}}\n',
  'docker-bake.yaml': 'target:\n   default: {context:  ., tags: ["a:${TAG}"]}\n',
  'secrets.sops.yaml':
    'token: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\nsops:\n    kms:   []\n    mac: ENC[AES256_GCM,data:eA==,type:str]\n    version: 3.8.1\n',
  'not/main.tf.yaml':
    'resource "authentik_group" "staff" {\n  name  = "staff"\n  attributes = jsonencode({ model = "authentik_core.group" })\n}\n',
  'not/module.nix.yaml': '{ pkgs, ... }: {\n  services.authentik.enable   = true;\n  entries = [ ];\n}\n',
  'not/script.py.yaml': 'import yaml\n\n\ndef entries():\n    return [{"model": "x"},  {"model": "y"}]\n',
  'not/index.ts.yaml': "export const entries = [{ model: 'x',   attrs: {} }];\n",
  'not/readme.yaml': '# A list\n\nThe `model:` of each entry is  **required**: see below.\n',
  'jinja/site.yml': '{% for host in hosts %}\n- name:   {{ host }}\n  state: present\n{% endfor %}\n',
  'jinja/vars.yaml': 'name: {{ name }}\nentries:   {{ entries | to_yaml }}\n',
  'go/values.gotmpl.yaml':
    'image: {{ requiredEnv "IMAGE" }}\n{{- range .Values.entries }}\n- model:   {{ .model }}\n{{- end }}\n',
  'bom.yaml': '\uFEFFname:   x\nversion:  1\n',
  'crlf.yml': 'version: 1\r\nmodels:\r\n   -  name:  x\r\n',
  'rails/schema.yml': 'users:\n   one: {id:  1, identifiers: {name: a}}\n   two: {id:   2}\n',
  'dbt/models.yml': 'version: 2\nmodels:\n   -  name: a\n      columns: [{name:  id}]\n',
  'semgrep.yml':
    'rules:\n   - id:  a\n     pattern: |\n        entries:\n          - model: $X\n     message:  no\n',
  'traefik.yaml':
    'http:\n   middlewares:\n      authentik: {forwardAuth: {address:  "http://authentik:9000/outpost.goauthentik.io/auth/traefik"}}\n',
  'crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {versions: [{schema: {openAPIV3Schema: {properties: {entries: {type:  array, items: {properties: {model: {type: string}}}}}}}}]}\n',
  'policy/rules.yaml':
    'version: 1\nentries:\n   - match:\n        model:  authentik_core.user\n     action: allow\n   - match: {model:  b}\n',
  'scalar.yaml': 'just a   sentence\n',
  'list.yml': '- a\n-   b\n',
  'flux/kustomization.yaml':
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind:   Kustomization\nspec: {path: ./a, postBuild: {substitute: {DOMAIN:  example.com}}}\n',
};
