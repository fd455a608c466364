import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { Problem } from '@pairwright/contract/errors';
import type { ClaimedRole } from './claimed-roles.ts';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button of the sign-in page. */
  readonly name: string;
  /** The page of the web that the provider sends browsers back to. */
  readonly redirectUri: string;
  /** Whether people without an account get one. */
  readonly createsAccounts: boolean;
  /** Name of the claim whose values give roles. */
  readonly roleClaim: string;
  readonly roles: readonly ClaimedRole[];
}

/** What is kept from the beginning of a sign-in to its end. */
export interface OidcSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who somebody is, as the provider has signed it. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly roleValues: readonly string[];
}

export interface OidcClient {
  readonly settings: OidcSettings;
  /** Where to send the browser, and what to keep; `fresh` asks for a sign-in even where one is open. Throws `unavailable` when the provider cannot be reached. */
  begin(how: { fresh: boolean }): Promise<{ url: string; secrets: OidcSecrets }>;
  /**
   * Checks state, nonce, PKCE, issuer, audience and signature; with `freshSince` (seconds since 1970) also that the person
   * signed in at the provider after it. Throws `provider_refused`, `unavailable`.
   */
  end(query: string, secrets: OidcSecrets, freshSince: number | null): Promise<OidcPerson>;
}

const TIMEOUT_SECONDS = 10;
/** How old a sign-in may be that shows again who somebody is; the time at the provider's pages is in it. */
const FRESH_SECONDS = 600;
/** Clocks differ a little. */
const CLOCK_SECONDS = 30;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The provider of an installation. It is asked about itself when somebody signs in first, and again after a failure. */
export function createOidcClient(settings: OidcSettings): OidcClient {
  const provider = discoverOnce(settings);
  return {
    settings,
    async begin({ fresh }) {
      const config = await provider();
      const secrets = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
      };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri,
        scope: 'openid email profile',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
        // The first asks, the second makes the provider sign when it happened.
        ...(fresh ? { prompt: 'login', max_age: String(FRESH_SECONDS) } : {}),
      });
      return { url: url.href, secrets };
    },
    async end(query, { state, nonce, codeVerifier }, freshSince) {
      const config = await provider();
      const answer = new URL(settings.redirectUri);
      answer.search = query;
      try {
        const tokens = await authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
          ...(freshSince === null ? {} : { maxAge: FRESH_SECONDS }),
        });
        const signed = tokens.claims();
        if (signed === undefined) throw new Error('there is no ID token');
        if (freshSince !== null && !isFresh(signed.auth_time, freshSince))
          throw new Error('the provider did not ask again who it is');
        // Many providers tell e-mail and groups only there. What the token signs wins.
        const told =
          config.serverMetadata().userinfo_endpoint === undefined
            ? {}
            : await fetchUserInfo(config, tokens.access_token, signed.sub);
        return personOf({ ...told, ...signed }, settings.roleClaim);
      } catch (error) {
        throw new Problem('provider_refused', { cause: error });
      }
    },
  };
}

/** Whether the provider says that somebody signed in there after they were sent to it. */
function isFresh(authTime: unknown, since: number): boolean {
  return typeof authTime === 'number' && authTime >= since - CLOCK_SECONDS;
}

function discoverOnce(settings: OidcSettings): () => Promise<Configuration> {
  const issuer = new URL(settings.issuer);
  let known: Promise<Configuration> | undefined;
  return async () => {
    known ??= discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // Only a provider on this very machine may do without TLS.
      ...(LOOPBACK.test(issuer.hostname) ? { execute: [allowInsecureRequests] } : {}),
    });
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw new Problem('unavailable', {
        detail: 'The sign-in provider cannot be reached.',
        retryAfterSeconds: 10,
        cause: error,
      });
    }
  };
}

function personOf(claims: Readonly<Record<string, unknown>>, roleClaim: string): OidcPerson {
  const text = (name: string): string | null => {
    const value = claims[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const values = claims[roleClaim];
  return {
    issuer: text('iss') ?? '',
    subject: text('sub') ?? '',
    email: text('email')?.toLowerCase() ?? null,
    emailVerified: claims['email_verified'] === true,
    name: (text('name') ?? text('preferred_username'))?.slice(0, 200) ?? null,
    roleValues: (Array.isArray(values) ? values : [values]).filter((value) => typeof value === 'string'),
  };
}
