# Pliego in a container: both servers, or by another command one of them (ops/compose/ has both ways).
# `npm run try:dockerfile` checks this file, and runs its steps where there is no Docker.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# As long as these are the same, so is the layer with the dependencies.
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
RUN node scripts/set-up.mjs --dependencies
COPY . .
RUN node scripts/set-up.mjs
# What only a build needs: development packages, Next's compiler and cache, the Node that comes as a package, and
# packages that the pages have whole in their scripts by now.
RUN npm prune --omit=dev --no-audit --no-fund --no-update-notifier \
  && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/@next/swc-* node_modules/.cache .next/cache \
    node_modules/mermaid node_modules/@mermaid-js node_modules/cytoscape* node_modules/d3* node_modules/es-toolkit \
    node_modules/lucide-react node_modules/sharp node_modules/@img \
  && mkdir -p .next/cache /data

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 DATA_DIR=/data
# The program belongs to root, so that what runs it cannot change it.
COPY --from=build /app ./
COPY --from=build --chown=node:node /app/.next/cache ./.next/cache
COPY --from=build --chown=node:node /data /data
USER node
VOLUME /data
EXPOSE 3000 1234
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["node", "ops/docker/healthcheck.mjs"]
ENTRYPOINT ["sh", "ops/docker/with-secrets.sh"]
CMD ["node", "scripts/start.mjs"]
