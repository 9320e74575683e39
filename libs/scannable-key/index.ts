export { KeyFormat, type KeyLabel, type MintedKey } from './key-format';
