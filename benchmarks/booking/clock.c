/* A clock that steps: realtime as the system tells it, plus the seconds that stand in a shared file. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static volatile long *seconds;
static int (*real_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void find(void) {
    const char *path = getenv("STEPPED_CLOCK");
    int file = path ? open(path, O_RDONLY) : -1;
    void *shared = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    real_clock = dlsym(RTLD_NEXT, "clock_gettime");
    seconds = shared == MAP_FAILED ? NULL : shared;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (!real_clock) find();
    int failed = real_clock(clock, now);
    if (!failed && seconds && clock == CLOCK_REALTIME) now->tv_sec += *seconds;
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact)) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}
