/** Slows down who tries keys out, before each of them costs a query. */
export abstract class UnknownKeyThrottle {
  abstract admits(address: string): Promise<boolean>;
  abstract noteUnknown(address: string): Promise<void>;
}
