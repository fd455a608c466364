# One image for every process; docker-compose.yml says which command each service runs.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps apps
COPY packages packages
COPY e2e/package.json e2e/package.json
COPY bench/package.json bench/package.json
COPY tools tools
COPY docs docs
COPY tsconfig.base.json ./
# The image holds no history: --build-arg PAIRWRIGHT_COMMIT=$(git rev-parse HEAD) tells datasets which code froze them.
ARG PAIRWRIGHT_COMMIT
# Installs what the lockfile says by itself, then builds.
RUN node tools/build.mjs web api worker migrate operate cli
# The bundles hold the workspace's own code; what stays outside is in each app's dependencies.
RUN rm -rf node_modules apps/*/node_modules packages/*/node_modules \
  && npx --yes "$(node -p "require('./package.json').packageManager")" install --frozen-lockfile --prod \
  --filter "@pairwright/api" --filter "@pairwright/worker" --filter "@pairwright/migrate" --filter "@pairwright/operate" --filter "@pairwright/cli"

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/package.json ./package.json
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/apps/api/package.json ./apps/api/package.json
COPY --from=build /src/apps/api/node_modules ./apps/api/node_modules
COPY --from=build /src/apps/api/dist ./apps/api/dist
COPY --from=build /src/apps/worker/package.json ./apps/worker/package.json
COPY --from=build /src/apps/worker/node_modules ./apps/worker/node_modules
COPY --from=build /src/apps/worker/dist ./apps/worker/dist
COPY --from=build /src/apps/migrate/package.json ./apps/migrate/package.json
COPY --from=build /src/apps/migrate/node_modules ./apps/migrate/node_modules
COPY --from=build /src/apps/migrate/dist ./apps/migrate/dist
COPY --from=build /src/apps/operate/package.json ./apps/operate/package.json
COPY --from=build /src/apps/operate/node_modules ./apps/operate/node_modules
COPY --from=build /src/apps/operate/dist ./apps/operate/dist
COPY --from=build /src/apps/cli/package.json ./apps/cli/package.json
COPY --from=build /src/apps/cli/node_modules ./apps/cli/node_modules
COPY --from=build /src/apps/cli/bin ./apps/cli/bin
COPY --from=build /src/apps/cli/dist ./apps/cli/dist
COPY --from=build /src/apps/web/dist ./apps/web/dist
COPY migrations migrations
COPY docs/errors docs/errors
# The command `pairwright`: docker compose exec api pairwright --help
RUN ln -s /app/apps/cli/bin/pairwright.mjs /usr/local/bin/pairwright
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]
