export { ChoosePlace } from './commands/choose-place';
export { mayKeepMall, mayReadMall, readableMalls } from './domain/site-policy';
export type { Mall } from './domain/mall';
export type { Site } from './domain/site';
export { MallNotFound, MallUnknown, NotForYourRole, NotYourMall, PinUnknown } from './domain/site.errors';
export type { PinOutline } from './ports/pin-reader';
export { SiteUses, type SiteUse } from './ports/site-uses';
export { SiteQueries } from './queries/site.queries';
