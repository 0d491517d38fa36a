/** The name under which JetBrains IDEs show the mapping, and by which our entry is found again. */
const NAME = 'authentik blueprints';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4">\n';
const COMPONENT = {
  open: '  <component name="JsonSchemaMappingsProjectConfiguration">\n    <state>\n      <map>\n',
  close: '      </map>\n    </state>\n  </component>\n',
};

/**
 * The text of `.idea/jsonSchemas.xml` with our mapping added or replaced, the others unchanged; undefined
 * where the file does not have the form that the IDE writes. The IDE needs no list of tags: it accepts any.
 */
export function mergeJetbrainsMapping(
  text: string | undefined,
  schema: string,
  files: readonly string[],
): string | undefined {
  const entry = entryOf(schema, files);
  if (text === undefined || text.trim() === '')
    return `${HEAD}${COMPONENT.open}${entry}${COMPONENT.close}</project>\n`;
  const own = new RegExp(`[ \\t]*<entry key="${NAME}">[\\s\\S]*?</entry>\\r?\\n?`).exec(text);
  if (own) return text.slice(0, own.index) + entry + text.slice(own.index + own[0].length);
  const component = /<component name="JsonSchemaMappingsProjectConfiguration">[\s\S]*?<\/component>/.exec(
    text,
  );
  if (!component)
    return text.includes('</project>')
      ? text.replace(/[ \t]*<\/project>/, `${COMPONENT.open}${entry}${COMPONENT.close}</project>`)
      : undefined;
  const end = component[0].lastIndexOf('</map>');
  if (end < 0) return undefined;
  const at = text.lastIndexOf('\n', component.index + end) + 1;
  return text.slice(0, at) + entry + text.slice(at);
}

function entryOf(schema: string, files: readonly string[]): string {
  const lines = [
    `        <entry key="${NAME}">`,
    '          <value>',
    '            <SchemaInfo>',
    `              <option name="name" value="${NAME}" />`,
    `              <option name="relativePathToSchema" value="${escape(schema)}" />`,
    '              <option name="schemaVersion" value="JSON schema version 7" />',
    '              <option name="patterns">',
    '                <list>',
    ...files.flatMap((path) => [
      '                  <Item>',
      '                    <option name="pattern" value="true" />',
      `                    <option name="path" value="${escape(path)}" />`,
      '                    <option name="mappingKind" value="Pattern" />',
      '                  </Item>',
    ]),
    '                </list>',
    '              </option>',
    '            </SchemaInfo>',
    '          </value>',
    '        </entry>',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
