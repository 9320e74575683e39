export { SignedUrlRefused, UrlSigner, type SignedLink, type SigningKey } from './url-signer';
