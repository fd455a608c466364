import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { CONVERTER_POLICY } from './page-policies.ts';

/** Files whose name holds a hash of their content never change. */
const HASHED = /[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+(\.(br|gz))?$/;

const CONVERTER = /[/\\]assets[/\\]convert\.worker-[\w-]+\.js(\.(br|gz))?$/;

/** Serves the built web and gives the page that every address of the web answers with; undefined without a web. */
export async function registerWeb(
  app: FastifyInstance,
): Promise<((reply: FastifyReply) => FastifyReply) | undefined> {
  const { webDir } = app.settings;
  if (webDir === undefined) return undefined;
  await app.register(fastifyStatic, {
    root: path.resolve(webDir),
    // The files are known at the start: no request can reach for others.
    wildcard: false,
    index: 'index.html',
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      const caching = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
      void reply.header('cache-control', caching);
      if (CONVERTER.test(file)) void reply.header('content-security-policy', CONVERTER_POLICY);
    },
  });
  return (reply) => reply.sendFile('index.html');
}
