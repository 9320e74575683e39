export { QueryPresigner, type PresignRequest, type SigningCredentials } from './query-presigner';
