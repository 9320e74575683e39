import { CappedOutput, OutputTail } from './bounded-output';
import { ProgressReader, type Progress } from './progress-reader';

describe('the tail of what a program writes', () => {
  it.each([
    [['abc'], 'abc'],
    [['abc', 'defgh'], 'abcdefgh'],
    [['abcdefgh', 'i'], 'bcdefghi'],
    [['abcdefghijklmnop'], 'ijklmnop'],
    [['abcde', 'fghij', 'klmno'], 'hijklmno'],
    [[], ''],
  ])('of %p is %p', (chunks, expected) => {
    const tail = new OutputTail(8);
    for (const chunk of chunks) tail.take(Buffer.from(chunk));
    expect(tail.text()).toBe(expected);
  });
});

describe('capped output', () => {
  it('keeps all up to its limit and says when it is passed', () => {
    const output = new CappedOutput(4);
    expect(output.take(Buffer.from('abcd'))).toBe(true);
    expect(output.take(Buffer.from('e'))).toBe(false);
    expect(output.bytes().toString()).toBe('abcd');
  });
});

describe('progress', () => {
  const read = (...chunks: string[]) => {
    const reports: Progress[] = [];
    const reader = new ProgressReader((progress) => reports.push(progress));
    for (const chunk of chunks) reader.take(Buffer.from(chunk));
    return reports;
  };

  it('is reported once a block, also when lines come in pieces', () => {
    expect(read('frame=1\nout_time_us=100', '0000\nprogress=cont', 'inue\nframe=3\nprogress=end\n')).toEqual([
      { frame: 1, outTimeSeconds: 1, isLast: false },
      { frame: 3, outTimeSeconds: 1, isLast: true },
    ]);
  });

  it('never runs backwards and takes no nonsense', () => {
    const text =
      'frame=5\nprogress=continue\nframe=N/A\nout_time_us=-9223372036854775807\nprogress=continue\n';
    expect(read(text).at(-1)).toEqual({ frame: 5, outTimeSeconds: 0, isLast: false });
  });

  it('keeps little of a line that never ends', () => {
    expect(read('x'.repeat(1_000_000), '\nframe=2\nprogress=end\n')).toHaveLength(1);
  });
});
