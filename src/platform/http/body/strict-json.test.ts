import { DomainError } from '#kernel/domain-error';
import { parseStrictJson } from './strict-json';

const read = (text: string) => parseStrictJson(Buffer.from(text));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a JSON body', () => {
  it.each([
    ['{"a":[1,null,true,"ä€😀"]}', { a: [1, null, true, 'ä€😀'] }],
    ['"text"', 'text'],
    [' {"a":{"b":1},"c":{"b":2}} ', { a: { b: 1 }, c: { b: 2 } }],
    ['{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}', { a: '['.repeat(35) }],
  ])('is read: %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('may be nested 32 levels deep, and no deeper', () => {
    expect(() => read(nested(32))).not.toThrow();
    expect(() => read(nested(33))).toThrow('nested deeper than 32 levels');
    expect(() => read('{"a":'.repeat(33) + '1' + '}'.repeat(33))).toThrow('nested deeper');
  });

  it('takes no stack, however deep somebody nests it', () => {
    expect(() => read(nested(120_000))).toThrow(DomainError);
  });

  it.each([
    ['is cut short', '{"a":1'],
    ['has a comment', '{"a":1} // one'],
    ['has a trailing comma', '{"a":1,}'],
    ['has single quotes', "{'a':1}"],
    ['says NaN', '{"a":NaN}'],
    ['says two things', '{"a":1}{"b":2}'],
    ['has two members of one name', '{"a":1,"a":2}'],
    ['has two members of one name, one escaped', '{"a":1,"\\u0061":2}'],
    ['has two members of one name deep inside', '{"x":[{"a":1,"a":2}]}'],
    ['poisons a prototype', '{"__proto__":{"isAdmin":true}}'],
    ['poisons a prototype by an escape', '{"\\u005f_proto__":{}}'],
    ['names a constructor', '{"constructor":{}}'],
    ['has a NUL in a value', '{"a":"\\u0000"}'],
    ['has a NUL in a name', '{"\\u0000":1}'],
    ['has half a surrogate pair', '{"a":"\\ud800"}'],
    ['has a number out of range', '{"a":1e999}'],
    ['begins with a byte order mark twice', '\ufeff\ufeff{}'],
  ])('is refused when it %s', (_why, text) => {
    const refusal = caught(() => read(text));
    expect(refusal).toMatchObject({ code: 'MALFORMED_JSON' });
  });

  it('is refused when it is not UTF-8', () => {
    expect(caught(() => parseStrictJson(Buffer.from([0x22, 0xff, 0x22])))).toMatchObject({
      code: 'MALFORMED_JSON',
    });
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
