// Pins the Go toolchain that `fetch` takes as a module when the Go found is too old to build the media server.
// No `require`: the one line that is needed depends on the architecture. go.sum beside it holds the checksums.
module camera-service/packaging/mediamtx/toolchain

go 1.19
