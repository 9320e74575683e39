/** Whether the store answers. Resolves with facts worth showing to an admin, or rejects. */
export abstract class StoreHealth {
  abstract look(): Promise<Readonly<Record<string, unknown>>>;
}
