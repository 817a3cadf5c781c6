# The site with all that it needs to run: Node, the build, and no package that only builds.
#   docker build -t switchboard .
#   docker run -p 127.0.0.1:3000:3000 -v switchboard:/data switchboard
# `npm run check:container` reads this file and runs its steps, so keep to what it knows: FROM, WORKDIR, ENV, COPY, RUN,
# USER, VOLUME, EXPOSE, HEALTHCHECK, CMD.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# apart from the sources, so that a change of those does not install again
COPY package.json package-lock.json .npmrc ./
COPY scripts/postinstall.mjs scripts/
RUN npm ci --omit=dev
COPY . .
RUN npm run build:standalone

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    DATABASE_URL=file:/data/switchboard.db \
    LISTEN_HOST=0.0.0.0 \
    PORT=3000
COPY --from=build /app/.next/standalone ./
# the database, and the secrets of a local run; the program itself belongs to root and stays as it is
RUN mkdir -p /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# an engine starts again what has ended, so a start that a person has to help with waits for them
CMD ["node", "scripts/start.ts", "--stay"]
