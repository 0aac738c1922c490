export { ROLES, type Principal, type Role } from './auth/principal';
export type {
  EndpointDefinition,
  EndpointHandler,
  EndpointRequest,
  HttpMethod,
  HttpResult,
} from './http/endpoint';
