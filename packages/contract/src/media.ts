import { endpoint } from './endpoint.ts';
import { projectParams, sha256Hex } from './shapes.ts';

export const getMedia = endpoint({
  method: 'GET',
  path: '/projects/:projectId/media/:sha256',
  tag: 'Annotate',
  access: { kind: 'project', action: 'annotate', scope: 'annotate' },
  stream: 'download',
  summary: 'The bytes of an image that a message names (PNG, JPEG, WebP or GIF); they never change',
  params: projectParams.extend({ sha256: sha256Hex }),
});
