import { newId } from '#kernel/id';
import { changedStanding, requireFit } from './standing';

const STORE = newId<'store'>();
const OTHER = newId<'store'>();

describe('somebody belongs to a mall', () => {
  it.each([
    [{ role: 'operator', storeId: null }, null],
    [{ role: 'tenant', storeId: STORE }, null],
    [{ role: 'operator', storeId: STORE }, 'NOT_FOR_OPERATORS'],
    [{ role: 'tenant', storeId: null }, 'REQUIRED'],
  ] as const)('as %j', (standing, fault) => {
    if (fault === null) expect(() => requireFit(standing)).not.toThrow();
    else {
      expect(() => requireFit(standing)).toThrow(
        expect.objectContaining({ facts: { faults: [expect.objectContaining({ code: fault })] } }) as Error,
      );
    }
  });

  it.each([
    [{}, { role: 'tenant', storeId: STORE }],
    [{ role: 'operator' }, { role: 'operator', storeId: null }],
    [{ storeId: OTHER }, { role: 'tenant', storeId: OTHER }],
    [{ storeId: null }, { role: 'tenant', storeId: null }],
    [
      { role: 'operator', storeId: OTHER },
      { role: 'operator', storeId: OTHER },
    ],
  ] as const)('a tenant with the change %j', (changes, expected) => {
    expect(changedStanding({ role: 'tenant', storeId: STORE }, changes)).toEqual(expected);
  });

  it('an operator who becomes tenant must be told of which store', () => {
    expect(changedStanding({ role: 'operator', storeId: null }, { role: 'tenant' })).toEqual({
      role: 'tenant',
      storeId: null,
    });
  });
});
