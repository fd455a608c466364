import type { OidcSettings } from '@pairwright/core/auth/oidc/oidc-client';
import type { ImportS3Config } from '@pairwright/runtime/env-reach';
import type { OutgoingPolicy } from '@pairwright/runtime/outgoing/policy';

/** What the HTTP application has to know about where it runs. */
export interface AppConfig {
  readonly version: string;
  /** Origin under which browsers reach us, like https://label.example.org. */
  readonly publicUrl: string;
  /** Addresses of proxies whose X-Forwarded-* headers count; empty means none. */
  readonly trustProxy: readonly string[];
  /** The OpenID Connect provider that signs people in; left out where there is none. */
  readonly oidc?: Omit<OidcSettings, 'redirectUri'> | undefined;
  /** Session cookies go over https only. */
  readonly cookieSecure: boolean;
  /** Largest file an import takes; 2 GiB when left out. */
  readonly uploadMaxBytes?: number | undefined;
  /** Where files may be fetched from. */
  readonly outgoing: OutgoingPolicy;
  readonly importS3?: ImportS3Config | undefined;
  /** Days after which a last backup is too old. */
  readonly backupWarnDays: number;
  /** The built web; left out where only the API is served. */
  readonly webDir?: string | undefined;
  /** Folder with `errors/<code>.md`. */
  readonly docsDir: string;
  /** Folder of the migrations this version needs. */
  readonly migrationsDir: string;
}
