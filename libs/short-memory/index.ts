export { ShortMemory, type ShortMemoryOptions } from './short-memory';
