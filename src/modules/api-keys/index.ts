export { ApiKeysConfig } from './api-keys.config';
export { AdmitKey, type KeyVerdict } from './commands/admit-key';
export { DisownKeys } from './commands/disown-keys';
export { looksLikeApiKey } from './tokens/api-key-format';
export { LiveKeys, type KeyAtDoor } from './ports/live-keys';
