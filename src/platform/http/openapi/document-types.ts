import type { OpenAPIObject } from '@nestjs/swagger';

/** Names for parts of the document that the library does not export. */
export type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type ResponseObject = Exclude<NonNullable<OperationObject['responses'][string]>, { $ref: string }>;
export type HeaderObject = Exclude<NonNullable<ResponseObject['headers']>[string], { $ref: string }>;
export interface Reference {
  $ref: string;
}
