import { attachmentNamed } from './content-disposition';

describe('the name of a download', () => {
  it.each([
    ['holiday.mp4', `attachment; filename="holiday.mp4"; filename*=UTF-8''holiday.mp4`],
    ['Übung 1.mp4', `attachment; filename="_bung 1.mp4"; filename*=UTF-8''%C3%9Cbung%201.mp4`],
    ['🎬.mp4', `attachment; filename="_.mp4"; filename*=UTF-8''%F0%9F%8E%AC.mp4`],
    ['a"b;c%41.mp4', `attachment; filename="a_b_c_41.mp4"; filename*=UTF-8''a_b%3Bc%2541.mp4`],
    ['../../x', `attachment; filename="__.._x"; filename*=UTF-8''__.._x`],
    ['C:\\x', `attachment; filename="C:_x"; filename*=UTF-8''C%3A_x`],
    ['a\r\nSet-Cookie: b', `attachment; filename="a__Set-Cookie: b"; filename*=UTF-8''a__Set-Cookie%3A%20b`],
    ['a\u0000.mp4', `attachment; filename="a_.mp4"; filename*=UTF-8''a_.mp4`],
    ['a\u202Egpj.mp4', `attachment; filename="a_gpj.mp4"; filename*=UTF-8''a_gpj.mp4`],
    ['\ud800.mp4', `attachment; filename="_.mp4"; filename*=UTF-8''_.mp4`],
    ['.', `attachment; filename="_"; filename*=UTF-8''_`],
    ['', `attachment; filename="download"; filename*=UTF-8''download`],
  ])('%j is well-formed and harmless', (name, header) => {
    expect(attachmentNamed(name)).toBe(header);
  });

  it('has at most 255 characters', () => {
    expect(attachmentNamed('x'.repeat(5000))).toBe(
      `attachment; filename="${'x'.repeat(255)}"; filename*=UTF-8''${'x'.repeat(255)}`,
    );
  });
});
