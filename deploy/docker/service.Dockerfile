# syntax=docker/dockerfile:1
# One file for all services: docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=bidding .
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# Everything that builds, migrates and checks; not what serves.
FROM ${NODE_IMAGE} AS workspace
WORKDIR /outcry
COPY package.json package-lock.json .npmrc ./
COPY apps ./apps
COPY libs ./libs
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json ./
COPY tools ./tools
RUN node tools/prisma-generate.mjs && node tools/bundle.mjs
# A service compares its database with the migrations that it was built with.
RUN for app in apps/*; do \
      if [ -d "$app/prisma/migrations" ]; then cp -r "$app/prisma/migrations" "dist/$app/migrations"; fi; \
    done

# Creates databases and topics and migrates, then ends.
FROM workspace AS migrations
RUN chown -R node:node /outcry/dist
USER node
CMD ["node", "tools/commands/migrate.mjs"]

# What the bundles load from node_modules, without what only builds and tests need.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /outcry
COPY package.json package-lock.json .npmrc ./
COPY apps ./apps
COPY libs ./libs
RUN npm ci --omit=dev --no-audit --no-fund --ignore-scripts

FROM ${NODE_IMAGE} AS service
ARG SERVICE
ENV NODE_ENV=production OUTCRY_HTTP_HOST=0.0.0.0 OUTCRY_HTTP_PORT=8080
WORKDIR /outcry
COPY --from=dependencies /outcry/node_modules ./node_modules
COPY --from=workspace /outcry/apps/${SERVICE} ./apps/${SERVICE}
COPY --from=workspace /outcry/dist/apps/${SERVICE} ./dist/service
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.OUTCRY_HTTP_PORT+'/health/ready').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Node is process 1 and gets the signals itself; the services handle SIGTERM.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=8", "dist/service/main.cjs"]
