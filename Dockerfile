# One image for every service and for what prepares them; the command says which it is.
ARG NODE=22-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /town
COPY . .
RUN npm ci && npm run build && npm run build:web && npm prune --omit=dev

FROM node:${NODE}
ENV NODE_ENV=production
WORKDIR /town
COPY --from=build /town ./
USER node
ENTRYPOINT []
CMD ["node", "services/gateway/dist/src/main.js"]
