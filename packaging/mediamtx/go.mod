// Pins the media server that `fetch` builds; go.sum beside it holds its checksum.
module camera-service/packaging/mediamtx

go 1.26.0

require github.com/bluenviron/mediamtx v1.20.1
