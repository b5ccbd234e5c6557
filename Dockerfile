# syntax=docker/dockerfile:1
# Builds from the lockfile. SQLite's addon is compiled here where npm has no ready one for this platform.
FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY projections ./projections
COPY schema ./schema
COPY scripts ./scripts
COPY web ./web
RUN npm run build && npm run build:web && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    PORT=4000 \
    KABINET_HOST=0.0.0.0 \
    KABINET_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
COPY bin ./bin
COPY schema ./schema
# New volumes at these places belong to the user that runs: the data of this node; keys, and the key of the log, that nodes share.
RUN mkdir /data /keys /log-key && chown node:node /data /keys /log-key && chmod 0700 /keys /log-key
# Nothing else is ever written: the container runs with a read-only root.
VOLUME /data
USER node
EXPOSE 4000
# The server listens when its read model is built, which takes hours for a large log that is new to the node: it is starting until then.
HEALTHCHECK --interval=10s --timeout=3s --start-period=24h --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that SIGTERM reaches the server.
CMD ["node", "bin/kabinet.mjs", "serve"]
