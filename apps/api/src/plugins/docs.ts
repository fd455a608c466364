import { readFile } from 'node:fs/promises';
import path from 'node:path';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { type ErrorCode, errorCatalogue, Problem } from '@pairwright/contract/errors';
import { openApiDocument } from '../openapi/document.ts';
import { PAGE_STYLE, renderPage, STYLE_ADDRESS } from '../openapi/render-page.ts';
import { TEXT_POLICY } from './page-policies.ts';

/** The API for machines at /api/v1/openapi.json, for people at /docs, and a page for every error code. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  const document = openApiDocument(app.settings.version);
  const text = JSON.stringify(document);
  app.get('/api/v1/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(text),
  );

  // The document comes from the contract, whole; the plugin only hands it to the page.
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'none', displayRequestDuration: true, tryItOutEnabled: false },
    theme: { title: 'Pairwright API' },
  });

  app.get(STYLE_ADDRESS, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(PAGE_STYLE),
  );
  app.get<{ Params: { code: string } }>('/docs/errors/:code', async (request, reply) => {
    const { code } = request.params;
    // Only names of the catalogue ever become a path.
    if (!Object.hasOwn(errorCatalogue, code)) throw new Problem('not_found');
    const markdown = await readFile(path.join(app.settings.docsDir, 'errors', `${code}.md`), 'utf8');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', TEXT_POLICY)
      .send(renderPage(errorCatalogue[code as ErrorCode].title, markdown));
  });
}
