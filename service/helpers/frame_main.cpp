// camera-service-frame: reads a fragmented MP4 from standard input, writes its last picture to standard output as a
// JPEG. The service starts it for each snapshot. One line on standard error says why there is no picture.

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

#include "helpers/framereader.h"
#include "helpers/jpegwriter.h"
#include "helpers/sandbox.h"

namespace {

enum ExitCode { Good = 0, Usage = 2, BadInput = 3, NoSandbox = 4, NoPicture = 5, NoJpeg = 6, NoOutput = 7 };

constexpr size_t MaxInputBytes = size_t(64) << 20;
constexpr int DefaultQuality = 3;
constexpr int BestQuality = 2;
constexpr int WorstQuality = 31;

int complain(ExitCode code, const std::string &line)
{
    std::fprintf(stderr, "%s\n", line.c_str());
    return code;
}

// 0 if the arguments are wrong.
int qualityOf(int argc, char **argv)
{
    if (argc == 1)
        return DefaultQuality;
    if (argc != 3 || std::strcmp(argv[1], "--quality") != 0)
        return 0;
    const int quality = std::atoi(argv[2]);
    return quality >= BestQuality && quality <= WorstQuality ? quality : 0;
}

bool readInput(std::vector<uint8_t> &out)
{
    constexpr size_t chunk = size_t(1) << 20;
    while (out.size() <= MaxInputBytes) {
        const size_t have = out.size();
        out.resize(have + chunk);
        const ssize_t got = ::read(STDIN_FILENO, out.data() + have, chunk);
        out.resize(have + size_t(got > 0 ? got : 0));
        if (got == 0)
            return !out.empty();
        if (got < 0 && errno != EINTR)
            return false;
    }
    return false;
}

bool writeOutput(const std::vector<uint8_t> &bytes)
{
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno != EINTR)
            return false;
        done += size_t(put > 0 ? put : 0);
    }
    return true;
}

}  // namespace

int main(int argc, char **argv)
{
    const int quality = qualityOf(argc, argv);
    if (quality == 0)
        return complain(Usage, "usage: camera-service-frame [--quality 2..31] < fragmented.mp4 > picture.jpg");
    std::vector<uint8_t> input;
    if (!readInput(input))
        return complain(BadInput, "the input is empty, longer than 64 MiB or cannot be read");
    if (!cs::enterSandbox())
        return complain(NoSandbox, "the kernel refuses the limits of this process");
    av_log_set_level(AV_LOG_QUIET);
    std::string error;
    const auto picture = cs::readLastFrame(input, error);
    if (!picture)
        return complain(NoPicture, error);
    const auto jpeg = cs::writeJpeg(*picture, quality, error);
    if (jpeg.empty())
        return complain(NoJpeg, error);
    return writeOutput(jpeg) ? Good : complain(NoOutput, "the picture cannot be written");
}
