/** What everybody may ask for without anybody's leave. */
export abstract class UsualRate {
  abstract readonly perSecond: number;
}
