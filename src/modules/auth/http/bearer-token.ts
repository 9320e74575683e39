import { ExtractJwt } from 'passport-jwt';

export const bearerTokenOf = ExtractJwt.fromAuthHeaderAsBearerToken();
