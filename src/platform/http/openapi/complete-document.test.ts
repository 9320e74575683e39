import type { OpenAPIObject } from '@nestjs/swagger';
import { CONTRACT_NOTES, type ContractNotes } from '../contract/operation.decorator';
import { ProblemDto } from '../contract/problem.dto';
import { completeDocument } from './complete-document';
import type { OperationObject } from './document-types';

const NOTES: ContractNotes = {
  access: 'signed-in',
  rateClass: 'general',
  isIdempotent: false,
  errors: [],
  problem: ProblemDto,
};

interface Completed extends OperationObject {
  readonly 'x-required-scopes'?: readonly string[];
}

function complete(notes: Partial<ContractNotes>, operation: object = {}): Completed {
  const raw = {
    operationId: 'doIt',
    description: 'Does it.',
    responses: { '200': { description: 'Done.' } },
    [CONTRACT_NOTES]: { ...NOTES, ...notes },
    ...operation,
  };
  const document = {
    openapi: '3.1.0',
    info: {},
    paths: { '/it': { post: raw } },
  } as unknown as OpenAPIObject;
  return completeDocument(document).paths['/it']!.post as Completed;
}

const statuses = (operation: Completed) => Object.keys(operation.responses);
const body = { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } };

describe('an operation of the document', () => {
  it('keeps no notes of ours', () => {
    expect(JSON.stringify(complete({}))).not.toContain(CONTRACT_NOTES);
  });

  it('asks for a token or a key unless anyone may call it, and for a person where no key will do', () => {
    expect(complete({}).security).toEqual([{ bearer: [] }, { apiKey: [] }]);
    expect(complete({ access: 'person' }).security).toEqual([{ bearer: [] }]);
    expect(complete({ access: 'public' }).security).toEqual([]);
    expect(statuses(complete({}))).toContain('401');
    expect(statuses(complete({ access: 'public' }))).not.toContain('401');
  });

  it('names the scope that it needs, and the refusal of who lacks it', () => {
    const admin = complete({ access: 'admin' });
    expect(admin['x-required-scopes']).toEqual(['admin']);
    expect(admin.description).toBe('Does it. Needs the scope `admin`.');
    expect(statuses(admin)).toContain('403');
    const personal = complete({ access: 'admin-person' });
    expect(personal['x-required-scopes']).toBeUndefined();
    expect(personal.description).toBe('Does it. Takes a signed-in user, never an API key.');
    expect(statuses(personal)).toContain('403');
  });

  it('documents limits where it has one', () => {
    const limited = complete({});
    expect(statuses(limited)).toContain('429');
    expect(Object.keys((limited.responses['200'] as { headers: object }).headers)).toContain('RateLimit');
    expect(statuses(complete({ rateClass: 'none' }))).not.toContain('429');
  });

  it('refuses bad bodies only where it takes one', () => {
    expect(statuses(complete({}, body))).toEqual(expect.arrayContaining(['400', '413', '415', '422']));
    expect(statuses(complete({}))).not.toEqual(expect.arrayContaining(['415']));
    expect(statuses(complete({}))).not.toContain('422');
  });

  it('takes an Idempotency-Key where it says so, with its refusals', () => {
    const idempotent = complete({ isIdempotent: true });
    expect(idempotent.parameters).toEqual([
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
    ]);
    expect(statuses(idempotent)).toEqual(expect.arrayContaining(['400', '409', '422']));
    expect(complete({}).parameters).toBeUndefined();
  });

  it('shows an example of every refusal, under the status that it comes with', () => {
    const { responses } = complete({ isIdempotent: true }, body);
    for (const [status, response] of Object.entries(responses).filter(([code]) => Number(code) >= 400)) {
      const { content } = response as {
        content: Record<string, { examples: Record<string, { value: object }> }>;
      };
      const examples = Object.entries(content['application/problem+json']!.examples);
      expect(examples.length).toBeGreaterThan(0);
      for (const [code, { value }] of examples) {
        expect(value).toMatchObject({ error_code: code, status: Number(status), instance: '/it' });
      }
    }
  });

  it('keeps an answer that it declared itself', () => {
    const { responses } = complete({}, { responses: { '503': { description: 'Mine.' } } });
    expect(responses['503']).toMatchObject({ description: 'Mine.' });
  });
});
