import type { ErrorDefinition } from '#kernel/domain-error';
import { PROBLEM_MEDIA_TYPE, problemType } from '../problems/problem';
import type { ResponseObject } from './document-types';

const EXAMPLE_TIME = '2026-11-20T12:00:00.000Z';
const EXAMPLE_REQUEST_ID = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';

export interface ProblemShape {
  /** Of the schema. */
  readonly name: string;
  /** Members that this shape has beside those of every problem. */
  readonly members: object;
}

/** One response for all errors of a status, with an example of each. */
export function problemResponse(
  path: string,
  status: number,
  errors: readonly ErrorDefinition[],
  shape: ProblemShape,
): ResponseObject {
  const examples = errors.map((error) => [error.code, exampleOf(path, status, error, shape)] as const);
  return {
    description: errors.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: `#/components/schemas/${shape.name}` },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function exampleOf(
  path: string,
  status: number,
  { code, title, says }: ErrorDefinition,
  { members }: ProblemShape,
) {
  return {
    summary: title,
    value: {
      ...members,
      type: problemType(code),
      title,
      status,
      detail: says,
      instance: path,
      error_code: code,
      request_id: EXAMPLE_REQUEST_ID,
      timestamp: EXAMPLE_TIME,
    },
  };
}
