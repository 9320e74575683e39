export { CursorCodec, type CursorKey } from './cursor-codec';
export { pageOf, type Page, type PageRequest } from './page';
