/* What every channel keeps of a delivery under way. Private to lib/send. */
#ifndef LIB_SEND_JOB_H
#define LIB_SEND_JOB_H

#include <sys/queue.h>

#include "send/channel.h"

/* The head of each channel's own job. */
struct send_job {
    TAILQ_ENTRY(send_job) link; /* in the one list that holds it */
    const struct send_request *request;
    send_done_fn done;
    void *arg;
    int64_t started; /* clock_monotonic when it left the queue; 0: not yet */
};
TAILQ_HEAD(job_list, send_job);

/* Sets up the head. */
void job_init(struct send_job *job, const struct send_request *request, send_done_fn done,
              void *arg);

/* A result with an outcome, a code (0: none) and a text; nothing else asked for, reachable. Foreign
 * bytes are welcome in the text: runs of spaces, line ends and control characters become one space,
 * bytes that are not UTF-8 "?", the end is cut. */
void result_set(struct send_result *result, enum send_outcome outcome, int code, const char *text);
/* The same with a printf format. */
void result_format(struct send_result *result, enum send_outcome outcome, int code,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds the duration and calls the callback; the job belongs to its channel still. */
void job_answer(const struct send_job *job, struct send_result *result);

#endif
