import { bytesOfPart, firstWrongPart, partBytesOf, partCountOf, type PartPlan } from './part-plan';

const MIB = 1024 ** 2;
const planOf = (declaredBytes: number): PartPlan => ({
  declaredBytes,
  partBytes: partBytesOf(declaredBytes),
});
const named = (...numbers: number[]) => numbers.map((partNumber) => ({ partNumber, etag: 'e' }));

describe('a file that comes in parts', () => {
  it.each([
    1,
    8 * MIB - 1,
    8 * MIB,
    8 * MIB + 1,
    2 * 1024 ** 3,
    50 * 1024 ** 3,
    50 * 1024 ** 3 + 1,
    1024 ** 4,
  ])('of %d bytes is cut into parts that every store takes, and that add up to it', (declaredBytes) => {
    const plan = planOf(declaredBytes);
    const sizes = Array.from({ length: partCountOf(plan) }, (_, index) => bytesOfPart(plan, index + 1) ?? 0);
    expect(sizes.length).toBeLessThanOrEqual(1_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(declaredBytes);
    expect(sizes.slice(0, -1).every((size) => size >= 5 * MIB && size <= 5 * 1024 ** 3)).toBe(true);
    expect(sizes.at(-1)).toBeGreaterThan(0);
  });

  it.each([0, -1, 1.5, 3, 10_001, Number.NaN])('has no part %d', (partNumber) => {
    expect(bytesOfPart(planOf(10 * MIB), partNumber)).toBeNull();
  });

  it.each([
    ['all of them', named(1, 2, 3), null],
    ['one that is missing in the middle', named(1, 3), 3],
    ['one that is missing at the end', named(1, 2), 3],
    ['none', named(), 1],
    ['one twice', named(1, 2, 2, 3), 2],
    ['another order', named(2, 1, 3), 2],
    ['one too many', named(1, 2, 3, 4), 4],
  ])('may be completed with %s or not', (_what, parts, wrong) => {
    expect(firstWrongPart(planOf(20 * MIB), parts)).toBe(wrong);
  });
});
