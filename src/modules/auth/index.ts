export { AuthConfig } from './auth.config';
export { AuthenticationGuard } from './http/authentication.guard';
