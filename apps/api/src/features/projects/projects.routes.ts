import type { FastifyInstance } from 'fastify';
import { createProject } from '@pairwright/core/projects/create-project.service';
import { deleteDemo } from '@pairwright/core/projects/delete-demo.service';
import { getProject, listProjects, updateProject } from '@pairwright/core/projects/projects.service';
import {
  countFitting,
  listGuidelines,
  listQuestions,
  publishGuidelines,
  publishQuestion,
} from '@pairwright/core/projects/versions.service';
import { implement } from '../../implement.ts';

export function registerProjectRoutes(app: FastifyInstance): void {
  implement(app, 'listProjects', (ctx, { query }) => listProjects(ctx, query));
  implement(app, 'createProject', (ctx, { body }) => createProject(ctx, body));
  implement(app, 'getProject', (ctx) => getProject(ctx));
  implement(app, 'updateProject', (ctx, { body }) => updateProject(ctx, body));
  implement(app, 'deleteDemo', (ctx) => deleteDemo(ctx));
  implement(app, 'listGuidelines', async (ctx) => ({ items: await listGuidelines(ctx) }));
  implement(app, 'publishGuidelines', (ctx, { body }) => publishGuidelines(ctx, body));
  implement(app, 'listQuestions', async (ctx) => ({ items: await listQuestions(ctx) }));
  implement(app, 'countFitting', (ctx, { query }) => countFitting(ctx, query.kind));
  implement(app, 'publishQuestion', (ctx, { body }) => publishQuestion(ctx, body));
}
