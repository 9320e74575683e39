import { defineError } from '#kernel/domain-error';
import { asHindrance, Hindrance, PassingFailure, PermanentFailure, toStepError } from './processing.errors';

const full = defineError({ code: 'FULL', kind: 'storage_full', title: 'Full', says: 'The disk is full.' });
const away = defineError({ code: 'AWAY', kind: 'unavailable', title: 'Away', says: 'The store is away.' });
const gone = defineError({ code: 'GONE', kind: 'not_found', title: 'Gone', says: 'There is no such file.' });

describe('what the record keeps of a failed attempt', () => {
  it('is what the handler wanted to be told, and whether another try can help', () => {
    expect(toStepError(new PermanentFailure('NO_VIDEO', 'The file has no video in it.'))).toEqual({
      code: 'NO_VIDEO',
      message: 'The file has no video in it.',
      permanent: true,
    });
    expect(toStepError(new PassingFailure('STALLED', 'The work made no progress and was stopped.'))).toEqual({
      code: 'STALLED',
      message: 'The work made no progress and was stopped.',
      permanent: false,
    });
  });

  it.each([new Error('connect ECONNREFUSED 10.0.0.7:5432'), gone('/home/somebody'), 'a string', undefined])(
    'tells nothing of the inside (%p)',
    (thrown) => {
      const error = toStepError(thrown);
      expect(error).toMatchObject({ code: 'PROCESSING_FAILED', permanent: false });
      expect(error.message).not.toMatch(/ECONNREFUSED|string|home/);
    },
  );
});

describe('what stands in the way of a step, and is not counted against it,', () => {
  it.each([
    [new Hindrance('NO_SPACE', 'The disk of this worker is full.'), 'NO_SPACE'],
    [full(), 'FULL'],
    [away(), 'AWAY'],
  ])('is %s', (error, code) => {
    expect(asHindrance(error)).toEqual({ code, message: error.message, permanent: false });
  });

  it.each([
    new PermanentFailure('DAMAGED', 'The file is damaged.'),
    new PassingFailure('TIMED_OUT', 'It took too long.'),
    gone(),
    new Error('anything else'),
  ])('is not %s', (error) => {
    expect(asHindrance(error)).toBeNull();
  });
});
