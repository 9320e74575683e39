import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
  readonly example?: unknown;
}

export interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly 'x-required-scopes'?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: Readonly<Record<string, MediaType>> }>
  >;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** An operation of the document and where it is. */
export interface Route extends DocumentedOperation {
  readonly method: string;
  readonly path: string;
}

/** The published document, asked whether an answer keeps its promises. */
export class Contract {
  readonly routes: readonly Route[];
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenApiDocument) {
    this.routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    );
    const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
      name,
      closed(schema),
    ]);
    this.ajv.addSchema({ $id: 'document', components: { schemas: Object.fromEntries(schemas) as object } });
  }

  static async of(baseUrl: string): Promise<Contract> {
    const answer = await fetch(`${baseUrl}/openapi.json`);
    return new Contract((await answer.json()) as OpenApiDocument);
  }

  route(operationId: string): Route {
    const route = this.routes.find((candidate) => candidate.operationId === operationId);
    if (route === undefined) throw new Error(`the document has no operation ${operationId}`);
    return route;
  }

  /** Fixed segments win over parameters, as they do in the router. */
  routeAt(method: string, pathname: string): Route | undefined {
    const asked = method === 'HEAD' ? 'GET' : method;
    const path = oneSpelling(pathname);
    const fitting = this.routes.filter((route) => route.method === asked && fits(route.path, path));
    return fitting.sort((one, other) => parameterCount(one.path) - parameterCount(other.path))[0];
  }

  /** What is wrong with a body of this schema; null when nothing is. */
  faultsOf(schema: Schema, body: unknown): string | null {
    const key = JSON.stringify(schema);
    const known = this.validators.get(key);
    const validate = known ?? this.ajv.compile(JSON.parse(key.replaceAll('"#/', '"document#/')) as object);
    this.validators.set(key, validate);
    return validate(body) ? null : this.ajv.errorsText(validate.errors, { dataVar: 'body' });
  }
}

/** A member that nobody documented is a promise that nobody meant to make. */
function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, closed(part)]),
          ),
          additionalProperties: additionalProperties ?? false,
        }),
  };
}

function oneSpelling(pathname: string): string {
  if (pathname.startsWith('/v1/dashboard/')) return `/api${pathname}`;
  if (pathname.startsWith('/api/') && !pathname.startsWith('/api/v1/'))
    return pathname.replace('/api/', '/api/v1/');
  return pathname;
}

function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  );
}

function parameterCount(path: string): number {
  return path.split('{').length - 1;
}
