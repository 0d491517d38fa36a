/** As much of an OpenAPI 3 document as a catalog is made from. Nothing of it is trusted to be there. */
export interface Document {
  readonly info?: { readonly version?: string };
  readonly paths?: Readonly<Record<string, PathItem | undefined>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, SchemaNode | undefined>>;
    readonly parameters?: Readonly<Record<string, Parameter | undefined>>;
    readonly securitySchemes?: Readonly<Record<string, unknown>>;
  };
}

type PathItem = Readonly<Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>>>;

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema?: SchemaNode;
}

export interface Operation {
  /** Since 2025.10 those that many operations share are references. */
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  /** The schemes of which each lets a caller in. */
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content } | undefined>>;
}

type Content = Readonly<Record<string, { readonly schema?: SchemaNode } | undefined>>;

export interface SchemaNode {
  readonly $ref?: string;
  /** For people. Only looked at for what it says of a value's form; never kept. */
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly (string | number | null)[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly allOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly default?: unknown;
}

/** The name of the component that a schema refers to, directly or as its only `allOf`. */
export function refName(schema: SchemaNode | undefined): string | undefined {
  const ref = schema?.$ref ?? (schema?.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  return ref?.replace('#/components/schemas/', '');
}

/** The component of a name, or an empty schema. */
export function component(document: Document, name: string | undefined): SchemaNode {
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? {};
}

/** The component that a request body or an answer has, by whatever content type comes first. */
export function bodyComponent(content: Content | undefined): string | undefined {
  return refName(content?.['application/json']?.schema ?? Object.values(content ?? {})[0]?.schema);
}
