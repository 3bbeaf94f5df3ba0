#include "helpers/sandbox.h"

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace cs {
namespace {

#if defined(__x86_64__)
constexpr unsigned OwnArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned OwnArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned OwnArchitecture = 0;
#endif

// Sanitizers map terabytes and read /proc when they report.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool IsSanitized = true;
#else
constexpr bool IsSanitized = false;
#endif

bool limit(__rlimit_resource_t resource, rlim_t value)
{
    const rlimit both{value, value};
    return ::setrlimit(resource, &both) == 0;
}

bool setLimits()
{
    constexpr rlim_t cpuSeconds = 5;
    constexpr rlim_t memory = rlim_t(3) << 30;
    constexpr rlim_t openFiles = 3;                // those that are open already
    constexpr rlim_t fileSize = rlim_t(64) << 20;  // standard output may be a file
    return limit(RLIMIT_CPU, cpuSeconds) && limit(RLIMIT_AS, memory) && limit(RLIMIT_NOFILE, openFiles)
           && limit(RLIMIT_FSIZE, fileSize) && limit(RLIMIT_CORE, 0);
}

// What a decoder never needs and an intruder needs first. A list of what is allowed would be tighter, and would break
// with the next version of any library.
constexpr unsigned Refused[] = {
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_openat,
    __NR_openat2,
    __NR_open_by_handle_at,
    __NR_execve,
    __NR_execveat,
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_kill,
    __NR_tkill,
    __NR_rt_sigqueueinfo,
    __NR_rt_tgsigqueueinfo,
    __NR_pidfd_open,
    __NR_pidfd_getfd,
    __NR_pidfd_send_signal,
    __NR_bpf,
    __NR_unlinkat,
    __NR_mkdirat,
    __NR_mknodat,
    __NR_linkat,
    __NR_symlinkat,
#if defined(__NR_renameat)
    __NR_renameat,
#endif
    __NR_renameat2,
    __NR_truncate,
    __NR_fchmodat,
    __NR_fchownat,
    __NR_mount,
    __NR_unshare,
    __NR_setns,
    __NR_keyctl,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_memfd_create,
    __NR_io_uring_setup,
#if defined(__x86_64__)
    __NR_open,
    __NR_creat,
    __NR_unlink,
    __NR_mkdir,
    __NR_rmdir,
    __NR_mknod,
    __NR_link,
    __NR_symlink,
    __NR_rename,
    __NR_chmod,
    __NR_chown,
    __NR_lchown,
    __NR_fork,
    __NR_vfork,
#endif
};

bool setFilter()
{
    if (OwnArchitecture == 0)
        return true;
    constexpr size_t head = 5;
    constexpr size_t count = std::size(Refused);
    constexpr size_t size = head + count + 2;
    // Numbers of the x32 interface, which would get around the list.
    constexpr unsigned foreignNumbers = 0x40000000;
    sock_filter filter[size] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OwnArchitecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, foreignNumbers, static_cast<unsigned char>(count + 1), 0),
    };
    for (size_t i = 0; i < count; ++i) {
        const auto toRefusal = static_cast<unsigned char>(count - i);
        filter[head + i] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, Refused[i], toRefusal, 0);
    }
    filter[size - 2] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[size - 1] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    sock_fprog program{static_cast<unsigned short>(size), filter};
    // A kernel without seccomp still has the limits.
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}

}  // namespace

bool enterSandbox()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0)
        return false;
    return IsSanitized || (setLimits() && setFilter());
}

}  // namespace cs
