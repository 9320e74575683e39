import { PassingFailure, PermanentFailure, toStepError } from './processing.errors';

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

  it.each([new Error('connect ECONNREFUSED 10.0.0.7:5432'), 'a string', undefined])(
    'tells nothing of the inside (%p)',
    (thrown) => {
      const error = toStepError(thrown);
      expect(error).toMatchObject({ code: 'PROCESSING_FAILED', permanent: false });
      expect(error.message).not.toMatch(/ECONNREFUSED|string/);
    },
  );
});
