import { ROLES, type Role } from '../auth/principal';
import type { EndpointDefinition, HttpMethod, Route } from '../http/endpoint';

export type MatrixOutcome = 'allowed' | 'unauthenticated' | 'forbidden' | 'not_found';

/** One cell of role × operation × own or another's resource. */
export type MatrixRow = {
  readonly operationId: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly caller: 'anonymous' | Role;
  readonly resource: 'own' | 'foreign';
  readonly expected: MatrixOutcome;
};

const outcomeOf = (
  { access }: EndpointDefinition,
  caller: MatrixRow['caller'],
  resource: MatrixRow['resource'],
): MatrixOutcome => {
  if (access === 'public') return 'allowed';
  if (caller === 'anonymous') return 'unauthenticated';
  if (!access.roles.includes(caller)) return 'forbidden';
  // Another's resource looks as if it did not exist; operators see everybody's.
  const hidden = access.owner !== undefined && resource === 'foreign' && caller !== 'operator';
  return hidden ? 'not_found' : 'allowed';
};

/** What every caller must get from every operation: run against each service's own port. */
export const authorisationMatrix = (
  routes: readonly Pick<Route, 'definition'>[],
): readonly MatrixRow[] =>
  routes.flatMap(({ definition }) => {
    const { operationId, method, path, access } = definition;
    const owned = access !== 'public' && access.owner !== undefined;
    const resources = owned ? (['own', 'foreign'] as const) : (['own'] as const);
    return (['anonymous', ...ROLES] as const).flatMap((caller) =>
      resources.map((resource) => ({
        operationId,
        method,
        path,
        caller,
        resource,
        expected: outcomeOf(definition, caller, resource),
      })),
    );
  });
