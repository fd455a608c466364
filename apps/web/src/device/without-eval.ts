/**
 * Imported before all else by pages and by workers that check shapes: zod would try whether it may make functions of text, which
 * the policy of pages forbids and browsers then report.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
