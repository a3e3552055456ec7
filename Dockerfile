# The site behind nginx:
#   docker build -t vitrina . && docker run --rm -p 8080:80 vitrina
# Under a path: docker build --build-arg BASE=/vitrina/ -t vitrina .

FROM rust:1.95 AS build
WORKDIR /vitrina
# The tools change seldom, so they get a layer of their own.
COPY rust-toolchain.toml Cargo.toml Cargo.lock ./
COPY scripts/env.sh scripts/setup scripts/schemathesis.txt scripts/
RUN scripts/setup tools
COPY . .
ARG BASE=/
RUN make build BASE="$BASE"
# Compressed once here instead of on each request.
RUN find dist -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.json' \
      -o -name '*.svg' \) -exec gzip -9 -k {} +
RUN mkdir -p "/site$BASE" && cp -R dist/. "/site$BASE"

FROM nginx:alpine
COPY docker/security-headers.conf /etc/nginx/security-headers.conf
COPY docker/site.conf /etc/nginx/conf.d/default.conf
COPY --from=build /site /usr/share/nginx/html
EXPOSE 80
