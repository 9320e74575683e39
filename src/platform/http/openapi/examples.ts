import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

interface MediaType {
  readonly schema?: Schema;
  example?: unknown;
  readonly examples?: unknown;
}

/** Whole example bodies, put together from the examples of the fields: written once, so never out of step. */
export function addExamples(document: OpenAPIObject): void {
  const schemas = schemasOf(document);
  for (const media of mediaTypesOf(document)) {
    if (media.example !== undefined || media.examples !== undefined || media.schema === undefined) continue;
    const example = exampleOf(media.schema, schemas);
    if (example !== undefined) media.example = example;
  }
}

function* mediaTypesOf(document: OpenAPIObject): Generator<MediaType> {
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(
      item as Record<string, { requestBody?: Body; responses?: Record<string, Body> }>,
    )) {
      yield* Object.values(operation.requestBody?.content ?? {});
      for (const response of Object.values(operation.responses ?? {}))
        yield* Object.values(response.content ?? {});
    }
  }
}

interface Body {
  readonly content?: Record<string, MediaType>;
}

/** The example of a named schema: those of its fields, put together. */
export function exampleNamed(name: string, document: OpenAPIObject): unknown {
  return exampleOf({ $ref: `#/components/schemas/${name}` }, schemasOf(document));
}

function schemasOf(document: OpenAPIObject): Readonly<Record<string, Schema>> {
  return document.components?.schemas ?? {};
}

function exampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  if (schema.$ref !== undefined) {
    const target = schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
    return target === undefined ? undefined : exampleOf(target, schemas);
  }
  const [composed] = schema.allOf ?? schema.anyOf ?? [];
  if (composed !== undefined) return schema.example ?? exampleOf(composed, schemas);
  if (schema.items !== undefined) return listExample(schema, schema.items, schemas);
  if (schema.properties === undefined) return schema.example;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [name, exampleOf(property, schemas)]),
  );
}

function listExample(schema: Schema, items: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  if (Array.isArray(schema.example)) return schema.example as unknown;
  const item = exampleOf(items, schemas);
  return item === undefined ? [] : [item];
}
